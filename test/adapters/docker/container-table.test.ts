import { beforeEach, expect, test } from 'vitest';
import { type ContainerTable, createContainerTable } from '../../../source/adapters/docker/container-table.ts';

const listed = (Id: string, State = 'running', Status = '') => ({ Id, Names: [`/${Id}`], State, Status });
const inspected = (Id: string, Status = 'running', ExitCode = 0) => ({
	Id,
	Name: `/${Id}`,
	State: { Status, ExitCode, StartedAt: '2026-01-01T00:00:01Z' },
});
const startedAt = Date.UTC(2026, 0, 1, 0, 0, 1);

let table: ContainerTable;
beforeEach(() => {
	table = createContainerTable();
});

function list(...wires: unknown[]) {
	table.beginListing();
	return table.takeListing(wires);
}

test('what is new in a listing is to be inspected, once', () => {
	expect(list(listed('a')).unexplained).toEqual(['a']);
	table.takeInspected('a', inspected('a'));
	const { records, unexplained } = list(listed('a'), listed('b'));
	expect(unexplained).toEqual(['b']);
	expect(records[0]).toMatchObject({ id: 'a', startedAt });
});

test('a change of state or of exit code is to be inspected, and hides what was known before', () => {
	list(listed('a'), listed('b', 'exited', 'Exited (1) now'));
	table.takeInspected('a', inspected('a'));
	table.takeInspected('b', inspected('b', 'exited', 1));
	const { records, unexplained } = list(
		listed('a', 'exited', 'Exited (0) now'),
		listed('b', 'exited', 'Exited (2) now'),
	);
	expect(unexplained).toEqual(['a', 'b']);
	expect(records.map(({ exitCode }) => exitCode)).toEqual([0, 2]);
	expect(records.map((record) => record.startedAt)).toEqual([undefined, undefined]);
});

test('one that is only created is inspected each time, as nothing tells that it failed to start', () => {
	list(listed('a', 'created', 'Created'));
	table.takeInspected('a', inspected('a', 'created', 127));
	const { records, unexplained } = list(listed('a', 'created', 'Created'));
	expect(unexplained).toEqual(['a']);
	expect(records[0]).toMatchObject({ state: 'created', exitCode: 127 });
});

test('a name that has changed is taken from the listing', () => {
	list(listed('a'));
	table.takeInspected('a', inspected('a'));
	expect(list({ ...listed('a'), Names: ['/renamed'] }).records[0]).toMatchObject({ name: 'renamed', startedAt });
});

test('an inspection that came in while the listing was under way is the newer answer', () => {
	table.beginListing();
	table.takeInspected('a', inspected('a', 'exited', 3));
	const { records, unexplained } = table.takeListing([listed('a', 'running')]);
	expect(records).toMatchObject([{ id: 'a', state: 'exited', exitCode: 3 }]);
	expect(unexplained).toEqual([]);
});

test('a container made while the listing was under way stays in', () => {
	table.beginListing();
	table.takeInspected('new', inspected('new'));
	expect(table.takeListing([]).records.map(({ id }) => id)).toEqual(['new']);
	expect(list().records).toEqual([]);
});

test('one that was destroyed does not come back, neither by a listing nor by an inspection', () => {
	list(listed('a'));
	table.beginListing();
	table.destroy('a');
	expect(table.takeInspected('a', inspected('a'))).toBeUndefined();
	expect(table.takeListing([listed('a')]).records).toEqual([]);
	expect(table.get('a')).toBeUndefined();
});

test('one that is forgotten can come back', () => {
	list(listed('a'));
	table.forget('a');
	expect(table.get('a')).toBeUndefined();
	expect(list(listed('a')).unexplained).toEqual(['a']);
});

test('an entry without an id is no container', () => {
	expect(list({ Names: ['/x'] }, null, 5).records).toEqual([]);
});
