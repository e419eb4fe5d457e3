import { describe, expect, test } from 'vitest';
import { createRecordTable } from '../../../source/adapters/cri/record-table.ts';

const sandbox = (id: string, state = 'SANDBOX_READY') => ({
	id,
	state,
	metadata: { name: 'web', namespace: 'n', uid: 'u' },
});
const container = (id: string, state = 'CONTAINER_RUNNING') => ({
	id,
	state,
	podSandboxId: 's',
	metadata: { name: 'app' },
});
const status = (state: string) => ({ status: { state, startedAt: '5000000000' } });
const listing = (...containers: object[]) => ({ sandboxes: [sandbox('s')], containers });

describe('a listing', () => {
	test('gives containers the pod of their sandbox', () => {
		const table = createRecordTable('containerd');
		const { records } = table.takeListing(listing(container('c')));
		expect(records.find(({ id }) => id === 'c')?.metadata).toMatchObject({ podUid: 'u', podName: 'web' });
	});

	test('asks for a status once, and again only when the state is another', () => {
		const table = createRecordTable('containerd');
		expect(table.takeListing(listing(container('c'))).unexplained).toEqual(['s', 'c']);
		table.takeStatus('c', status('CONTAINER_RUNNING'));
		table.takeStatus('s', status('SANDBOX_READY'));
		table.beginListing();
		const same = table.takeListing(listing(container('c')));
		expect([same.unexplained, same.changed]).toEqual([[], false]);
		table.beginListing();
		const ended = table.takeListing(listing(container('c', 'CONTAINER_EXITED')));
		expect([ended.unexplained, ended.changed]).toEqual([['c'], true]);
		expect(table.get('c')).toMatchObject({ state: 'exited', startedAt: 5000 });
	});

	test('is older than what was read while it was on its way', () => {
		const table = createRecordTable('containerd');
		table.takeListing(listing(container('c')));
		table.beginListing();
		table.takeListed('container', container('c', 'CONTAINER_EXITED'));
		table.takeListed('container', container('new', 'CONTAINER_CREATED'));
		const { records } = table.takeListing(listing(container('c')));
		expect(records.map(({ id, state }) => [id, state])).toEqual([
			['s', 'ready'],
			['c', 'exited'],
			['new', 'created'],
		]);
	});

	test('does not bring back what is gone, and tells what is', () => {
		const table = createRecordTable('containerd');
		table.takeListing(listing(container('c'), container('d')));
		expect(table.remove('c')).toBe(true);
		const { records, gone, changed } = table.takeListing(listing(container('c')));
		expect(records.map(({ id }) => id)).toEqual(['s']);
		expect([gone, changed]).toEqual([['d'], true]);
	});

	test('does not hold what was never there for gone', () => {
		const table = createRecordTable('containerd');
		expect(table.remove('c')).toBe(false);
		expect(table.takeListing(listing(container('c'))).records.map(({ id }) => id)).toEqual(['s', 'c']);
	});

	test('leaves out what has no id', () => {
		expect(createRecordTable('containerd').takeListing({ sandboxes: [null, {}], containers: [7] }).records).toEqual([]);
	});
});

test('a status of one that is gone is not taken', () => {
	const table = createRecordTable('containerd');
	table.takeListing(listing(container('c')));
	table.remove('c');
	expect(table.takeStatus('c', status('CONTAINER_RUNNING'))).toBeUndefined();
	expect(table.records().map(({ id }) => id)).toEqual(['s']);
});
