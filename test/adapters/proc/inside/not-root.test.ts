import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import type { InsideRequest } from '../../../../source/core/inside/inside-request.ts';
import type { PodInside } from '../../../../source/core/inside/pod-inside.ts';
import { addPod, cgroupOf, createInsideTree, type InsideTree, nginxId, requestPod } from './inside-tree.ts';

const listening =
	'   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7001 1 0 100 0 0 10 0\n';
const remedy = 'run as root: sudo pausetop';

let tree: InsideTree;
beforeEach(() => {
	tree = createInsideTree();
	addPod(tree, { 'net/tcp': listening });
	tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/pids.current`, '2\n');
});

/** What somebody who is not root sees; permissions do not bind root. */
async function readAsNobody(overrides: Partial<InsideRequest> = {}): Promise<PodInside> {
	const program = new URL('inside-once.ts', import.meta.url).pathname;
	const nobody = process.geteuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
	const request = JSON.stringify(requestPod({ want: { processes: true, sockets: true, usage: true }, ...overrides }));
	const { stdout } = await promisify(execFile)(process.execPath, [program, tree.root, request], nobody);
	return JSON.parse(stdout) as PodInside;
}

test('other users’ open files: the port is shown, its owner is not known, and why', async () => {
	for (const pid of [110, 111]) tree.forbid(`${pid}/fd`);
	const { sockets } = await readAsNobody();
	expect(sockets?.listening).toMatchObject([{ local: { port: 80 }, owners: [] }]);
	expect(sockets?.ownersUnknown).toEqual({ reason: 'open files of 2 of 4 processes are not readable', remedy });
});

test('other users’ namespaces: processes by container, and usage all the same', async () => {
	for (const pid of [1, 2, 100, 110, 111, 120]) tree.forbid(`${pid}/ns`);
	const { processes, problems, sockets, usage } = await readAsNobody();
	expect(processes?.namespaces.map(({ kind, processes: list }) => [kind, list.map(({ pid }) => pid)])).toEqual([
		['unknown', [100]],
		['unknown', [110, 111]],
		['unknown', [120]],
	]);
	expect(problems[0]).toEqual({
		about: 'processes',
		detail: 'namespaces of 4 of 4 processes are not readable',
		remedy,
	});
	// which namespace it is cannot be told; its tables may be readable all the same
	expect(sockets).toMatchObject({ host: false, listening: [{ local: { port: 80 } }] });
	expect(sockets).not.toHaveProperty('netNamespace');
	expect(usage).toMatchObject([{ container: 'nginx', pids: { current: 2 } }]);
});

test('other users’ namespaces and a pod that says hostNetwork: the node’s ports are not the pod’s', async () => {
	for (const pid of [1, 2, 100, 110, 111, 120]) tree.forbid(`${pid}/ns`);
	for (const pid of [110, 111]) tree.forbid(`${pid}/fd`);
	const { sockets } = await readAsNobody({ hostNetwork: true });
	expect(sockets).toMatchObject({ host: true, listening: [] });
	expect(sockets?.ownersUnknown?.remedy).toBe(remedy);
});

test('only the node’s own: what entered the pod from outside cannot be told', async () => {
	for (const pid of [1, 2]) tree.forbid(`${pid}/ns`);
	const { problems } = await readAsNobody();
	expect(problems[0]).toMatchObject({ about: 'processes', detail: expect.stringContaining('not known'), remedy });
});

test('a root that may not be looked into: the number of the user is shown', async () => {
	tree.forbid('110/root');
	const { processes } = await readAsNobody();
	const nginx = processes?.namespaces.flatMap((tree) => tree.processes).find(({ pid }) => pid === 110);
	expect(nginx).toMatchObject({ uid: 0 });
	expect(nginx).not.toHaveProperty('user');
});
