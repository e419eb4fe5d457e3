import { describe, expect, test } from 'vitest';
import { parseCriInfo, parseCriInfoDocument } from '../../source/core/cri-info.ts';

const info = (document: unknown) => parseCriInfo({ info: JSON.stringify(document) });

describe('the verbose info', () => {
	test('of containerd and CRI-O is one document', () => {
		expect(info({ pid: 12, image: 'pause:3.9' })).toMatchObject({ readable: true, pid: 12, image: 'pause:3.9' });
	});

	test('of an old CRI-O has a text for each key', () => {
		expect(parseCriInfo({ pid: '12', sandboxId: '"abc"' })).toMatchObject({ readable: true, pid: 12 });
		expect(parseCriInfoDocument({ pid: '12', broken: '{' })).toEqual({ pid: 12 });
	});

	test.each([undefined, null, {}, { info: '' }, { info: '{' }, { info: '[]' }, { info: '3' }, { info: 4 }, []])(
		'that is %j is not readable, and nothing more',
		(wire) => {
			expect(parseCriInfo(wire)).toEqual({ readable: false });
		},
	);

	test.each([0, -1, 1.5, '', 'x', null, {}])('has no pid that is %j', (pid) => {
		expect(info({ pid, other: 1 })).toMatchObject({ readable: true, pid: undefined });
	});

	test('does not take a process’s namespace for a pinned one, nor an unknown kind', () => {
		const namespaces = [
			{ type: 'network', path: '/proc/12/ns/net' },
			{ type: 'ipc', path: 'relative' },
			{ type: 'constructor', path: '/var/run/x' },
			{ type: 'user', path: '/run/userns/1' },
			null,
		];
		expect(info({ runtimeSpec: { linux: { namespaces } } }).pinnedNamespaces).toEqual({ user: '/run/userns/1' });
		expect(info({ runtimeSpec: { linux: { namespaces: {} } } }).pinnedNamespaces).toBeUndefined();
	});

	test('names the kinds that a container was put into', () => {
		const namespaces = [
			{ type: 'pid' },
			{ type: 'mount', path: '' },
			{ type: 'network', path: '/proc/12/ns/net' },
			{ type: 'ipc', path: '/var/run/ipcns/1' },
		];
		expect(info({ runtimeSpec: { linux: { namespaces } } }).joinedKinds).toEqual(['net', 'ipc']);
		expect(info({ pid: 1 }).joinedKinds).toBeUndefined();
	});

	test('tells a target only in the mode that has one', () => {
		const target = (pid: unknown) =>
			info({ config: { linux: { security_context: { namespace_options: { pid, target_id: 'abc' } } } } }).targetId;
		expect([target(3), target('TARGET'), target(1), target(undefined)]).toEqual(['abc', 'abc', undefined, undefined]);
	});
});
