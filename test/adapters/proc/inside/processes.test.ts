import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readInside } from '../../../../source/adapters/proc/inside/read-inside.ts';
import type { PodInside } from '../../../../source/core/inside/pod-inside.ts';
import { containerId } from '../run-source.ts';
import {
	addPod,
	cgroupOf,
	createInsideTree,
	type InsideTree,
	nginxId,
	nginxPid,
	podNet,
	podUid,
	requestPod,
} from './inside-tree.ts';

const at = 1_795_310_000_000;
let tree: InsideTree;

beforeEach(() => {
	tree = createInsideTree();
	addPod(tree);
});

const read = (overrides = {}, now = at) => readInside(requestPod(overrides), { hostRoot: tree.root, now: () => now });
const rows = (inside: PodInside) => inside.processes?.namespaces.flatMap(({ processes }) => processes) ?? [];
const row = (inside: PodInside, pid: number) => rows(inside).find((process) => process.pid === pid);

test('one tree for each pid namespace, PID 1 named', async () => {
	const { processes, problems, readAt } = await read();
	expect(readAt).toBe(at);
	expect(problems).toEqual([]);
	expect(
		processes?.namespaces.map(({ kind, first, processes: list }) => [
			kind,
			first?.name,
			list.map(({ pid, innerPid, depth, container }) => [pid, innerPid, depth, container]),
		]),
	).toEqual([
		['container', '/pause', [[100, 1, 0, 'pause']]],
		[
			'container',
			'nginx -g daemon off;',
			[
				[110, 1, 0, 'nginx'],
				[111, 7, 1, 'nginx'],
			],
		],
		['container', 'node current/index.js --password=***', [[120, 1, 0, 'ghost']]],
	]);
});

test('user, memory, start and command line of a process', async () => {
	tree.add({
		pid: 130,
		cgroup: cgroupOf(nginxId),
		command: 'sh',
		cmdline: [],
		residentKilobytes: 1396,
		startTicks: 250,
		uid: 5,
	});
	const inside = await read();
	expect(row(inside, 111)).toMatchObject({ uid: 101, user: 'www', commandLine: 'nginx: worker process' });
	expect(row(inside, 120)).toMatchObject({ uid: 1000, command: 'node' });
	expect(row(inside, 120)).not.toHaveProperty('user');
	expect(row(inside, 130)).toMatchObject({
		residentBytes: 1396 * 1024,
		startedAt: 1_795_308_904_500,
		commandLine: '[sh]',
	});
});

test('CPU % is the difference to the reading before, by pid and start', async () => {
	tree.add({ pid: 130, cgroup: cgroupOf(nginxId), ticks: 100 }, { pid: 131, cgroup: cgroupOf(nginxId), ticks: 100 });
	const first = await read();
	expect(row(first, 130)?.cpu).toEqual({ total: 1_000, since: { at, total: 1_000 } });
	tree.add(
		{ pid: 130, cgroup: cgroupOf(nginxId), ticks: 150 },
		// the pid has passed to another process
		{ pid: 131, cgroup: cgroupOf(nginxId), ticks: 150, startTicks: 77 },
	);
	const second = await read({ previous: first }, at + 2_000);
	expect(row(second, 130)?.cpu.percent).toBe(25);
	expect(row(second, 131)?.cpu.percent).toBeUndefined();
});

describe('a process in no known container', () => {
	test('that entered the pod’s namespaces is shown, and how it is connected', async () => {
		tree.add(
			{ pid: 200, parentPid: 1, command: 'nsenter', namespaces: { net: podNet } },
			{ pid: 201, parentPid: 200, command: 'sh', nsPids: [201, 9], namespaces: { net: podNet, pid: nginxPid } },
			{ pid: 202, command: 'other', cgroup: `/docker/${containerId('ee')}`, namespaces: { pid: nginxPid } },
			{ pid: 203, command: 'unrelated' },
		);
		const inside = await read();
		expect(rows(inside).filter(({ via }) => via)).toMatchObject([
			{ pid: 201, via: 'pid+net', innerPid: 9 },
			{ pid: 202, via: 'pid', containerId: containerId('ee') },
			{ pid: 200, via: 'net' },
		]);
		expect(row(inside, 203)).toBeUndefined();
		expect(row(inside, 202)).not.toHaveProperty('container');
		expect(inside.processes?.namespaces.at(-1)).toMatchObject({ kind: 'host' });
	});

	test('that is in a cgroup of the pod', async () => {
		tree.add({ pid: 210, cgroup: cgroupOf(containerId('dd')) });
		expect(row(await read(), 210)).toMatchObject({ via: 'pod-cgroup', containerId: containerId('dd') });
	});

	test('with the host’s namespaces is not one of a pod that uses them', async () => {
		tree.set({ pid: 300, cgroup: `/kubepods/pod${podUid}/${containerId('f1')}`, command: 'main' }, { pid: 301 });
		const inside = await read({ containers: [{ id: containerId('f1'), name: 'main', role: 'container' }] });
		expect(inside.processes?.namespaces.filter(({ kind }) => kind === 'host')).toMatchObject([
			{ processes: [{ pid: 300, container: 'main', depth: 0 }] },
		]);
	});
});

describe('zombies', () => {
	test('are counted, and who should reap them is named', async () => {
		tree.add({
			pid: 112,
			parentPid: 110,
			state: 'Z',
			cmdline: [],
			cgroup: cgroupOf(nginxId),
			namespaces: { pid: nginxPid, net: undefined },
		});
		const { processes } = await read();
		expect(processes?.namespaces.find(({ inode }) => inode === nginxPid)?.zombies).toEqual({
			pids: [112],
			parents: [{ parent: { pid: 110, innerPid: 1, container: 'nginx', command: 'nginx' }, count: 1 }],
			reaper: { pid: 110, innerPid: 1, container: 'nginx', command: 'nginx' },
		});
	});

	test('that cgroup v1 shows in the root cgroup are the namespace owner’s', async () => {
		tree.add({
			pid: 112,
			parentPid: 110,
			state: 'Z',
			cmdline: [],
			cgroup: '/',
			namespaces: { pid: nginxPid, net: undefined },
		});
		const zombie = row(await read(), 112);
		expect(zombie).toMatchObject({ zombie: true, container: 'nginx', containerId: nginxId, commandLine: '[sleep]' });
		expect(zombie).not.toHaveProperty('via');
		expect(zombie).not.toHaveProperty('residentBytes');
	});
});

describe('what a container can do to the reader', () => {
	test('a command line of 100 kB with escape sequences: 4 kB, said to be cut', async () => {
		tree.add({ pid: 130, cgroup: cgroupOf(nginxId), cmdline: ['\x1b[2J\x1b]0;x\x07'.repeat(10_000)] });
		const long = row(await read(), 130);
		expect(long?.commandLine).toHaveLength(4_096);
		expect(long?.commandLineCut).toBe(true);
	});

	test.each([
		['etc is a link out of the container', (root: string) => symlinkSync('/etc', join(root, 'etc'))],
		[
			'passwd is a link',
			(root: string) => {
				mkdirSync(join(root, 'etc'));
				symlinkSync('/etc/passwd', join(root, 'etc/passwd'));
			},
		],
		['passwd is a directory', (root: string) => mkdirSync(join(root, 'etc/passwd'), { recursive: true })],
	])('%s: nothing is followed, the number is shown', async (_, make) => {
		const root = join(tree.root, 'proc/110/root');
		rmSync(root, { recursive: true });
		mkdirSync(root);
		make(root);
		const nginx = row(await read(), 110);
		expect(nginx).toMatchObject({ uid: 0 });
		expect(nginx).not.toHaveProperty('user');
	});

	test('an /etc/passwd of megabytes is read in part', async () => {
		const filler = 'x:x:7:7::/:/bin/sh\n'.repeat(100_000);
		writeFileSync(join(tree.root, 'proc/110/root/etc/passwd'), `root:x:0:0::/:/bin/sh\n${filler}www:x:101:101::/:/\n`);
		const inside = await read();
		expect(row(inside, 110)?.user).toBe('root');
		expect(row(inside, 111)).not.toHaveProperty('user');
	});

	test('names are those of the container’s user namespace', async () => {
		tree.write('proc/110/uid_map', '         0      65536      65536\n');
		tree.add({
			pid: 111,
			parentPid: 110,
			cgroup: cgroupOf(nginxId),
			uid: 65_637,
			namespaces: { pid: nginxPid, mnt: 4026539001 },
		});
		expect(row(await read(), 111)).toMatchObject({ uid: 65_637, user: 'www' });
	});

	test('what hangs in the kernel is not asked for its arguments', async () => {
		tree.add({ pid: 130, cgroup: cgroupOf(nginxId), cmdline: ['dd', 'if=x'] });
		const before = await read();
		tree.add({ pid: 130, cgroup: cgroupOf(nginxId), cmdline: ['never read'], state: 'D' });
		expect(row(await read(), 130)?.commandLine).toBe('[sleep]');
		expect(row(await read({ previous: before }), 130)).toMatchObject({ state: 'D', commandLine: 'dd if=x' });
	});
});

describe('half of it', () => {
	test('files that are missing, empty or garbage', async () => {
		tree.write('proc/110/stat', '110 (nginx');
		tree.write('proc/111/status', '\x00\x1b[2J');
		rmSync(join(tree.root, 'proc/120/cmdline'));
		rmSync(join(tree.root, 'proc/100/ns'), { recursive: true });
		const inside = await read();
		expect(row(inside, 110)).toBeUndefined();
		expect(row(inside, 111)).toMatchObject({ command: 'nginx' });
		expect(row(inside, 111)).not.toHaveProperty('uid');
		expect(row(inside, 120)?.commandLine).toBe('[node]');
		expect(inside.problems).toMatchObject([
			{ about: 'processes', detail: 'namespaces of 1 of 4 processes are not readable', remedy: expect.any(String) },
		]);
	});

	test('a helper of runc, which passes through for a moment, is none of the container’s', async () => {
		tree.add({ pid: 130, cgroup: cgroupOf(nginxId), command: 'runc:[1:CHILD]' });
		expect(row(await read(), 130)).toBeUndefined();
	});

	test('a pod without processes', async () => {
		tree.remove(100, 110, 111, 120);
		expect(await read()).toEqual({ podUid, readAt: at, processes: { namespaces: [], omitted: 0 }, problems: [] });
	});

	test('no /proc: says so', async () => {
		await expect(readInside(requestPod(), { hostRoot: join(tree.root, 'none'), now: () => at })).rejects.toMatchObject({
			message: `there is no ${tree.root}/none/proc`,
			remedy: expect.stringContaining('mount'),
		});
	});
});

test('nothing is read that is not wanted', async () => {
	expect(await read({ want: {} })).toEqual({ podUid, readAt: at, problems: [] });
});
