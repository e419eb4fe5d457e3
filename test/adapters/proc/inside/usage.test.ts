import { beforeEach, describe, expect, test } from 'vitest';
import { createCgroupRoot } from '../../../../source/adapters/proc/inside/cgroup-root.ts';
import { readInside } from '../../../../source/adapters/proc/inside/read-inside.ts';
import {
	addPod,
	cgroupOf,
	createInsideTree,
	ghostId,
	type InsideTree,
	nginxId,
	pauseId,
	podUid,
	requestPod,
} from './inside-tree.ts';

const at = 1_795_310_000_000;
let tree: InsideTree;
beforeEach(() => {
	tree = createInsideTree();
	addPod(tree);
});

const want = { usage: true };
const read = (overrides = {}, now = at) =>
	readInside(requestPod({ want, ...overrides }), { hostRoot: tree.root, now: () => now });

/** The files of one container in a pure v2 hierarchy. */
function writeV2(path: string, microseconds: number, top = 'sys/fs/cgroup'): void {
	const write = (name: string, text: string) => tree.write(`${top}${path}/${name}`, text);
	write('cpu.stat', `usage_usec ${microseconds}\nnr_periods 10\nnr_throttled 4\nthrottled_usec 2500\n`);
	write('cpu.max', '50000 100000\n');
	write('memory.current', '1000000\n');
	write('memory.stat', 'inactive_file 300000\n');
	write('memory.max', 'max\n');
	write('memory.events', 'oom_kill 2\n');
	write('pids.current', '3\n');
	write('pids.max', 'max\n');
}

const figuresV2 = {
	cpuLimit: 0.5,
	throttling: { periods: 10, throttledPeriods: 4, milliseconds: 2.5 },
	memory: { usage: 1_000_000, workingSet: 700_000 },
	oomKills: 2,
	pids: { current: 3 },
};

test('cgroup v2: figures of each container, CPU % from the second reading on', async () => {
	for (const id of [pauseId, nginxId, ghostId]) writeV2(cgroupOf(id), 1_000_000);
	const first = await read();
	expect(first.problems).toEqual([]);
	expect(first.usage?.map(({ container }) => container)).toEqual(['pause', 'nginx', 'ghost']);
	expect(first.usage?.[1]).toEqual({
		containerId: nginxId,
		container: 'nginx',
		cpu: { total: 1_000, since: { at, total: 1_000 } },
		...figuresV2,
	});
	writeV2(cgroupOf(nginxId), 4_000_000);
	const second = await read({ previous: first }, at + 2_000);
	expect(second.usage?.map(({ cpu }) => cpu?.percent)).toEqual([0, 150, 0]);
});

test('cgroup v1, with v2 mounted beside it for nothing', async () => {
	const path = cgroupOf(nginxId);
	tree.write('proc/110/cgroup', `4:memory:${path}\n3:pids:${path}\n2:cpu,cpuacct:${path}\n0::${path}\n`);
	const write = (name: string, text: string) => tree.write(`sys/fs/cgroup/${name.replace('/', `${path}/`)}`, text);
	write('cpu,cpuacct/cpuacct.usage', '1500000000\n');
	write('cpu,cpuacct/cpu.cfs_quota_us', '-1\n');
	write('cpu,cpuacct/cpu.stat', 'nr_periods 0\nnr_throttled 0\nthrottled_time 0\n');
	write('memory/memory.usage_in_bytes', '225280\n');
	write('memory/memory.limit_in_bytes', '9223372036854771712\n');
	write('memory/memory.stat', 'total_inactive_file 4096\n');
	write('memory/memory.oom_control', 'oom_kill 0\n');
	write('pids/pids.current', '1\n');
	write('pids/pids.max', 'max\n');
	write('unified/cgroup.procs', '110\n');
	const { usage } = await read();
	expect(usage).toEqual([
		{
			containerId: nginxId,
			container: 'nginx',
			cpu: { total: 1_500, since: { at, total: 1_500 } },
			throttling: { periods: 0, throttledPeriods: 0, milliseconds: 0 },
			memory: { usage: 225_280, workingSet: 221_184 },
			oomKills: 0,
			pids: { current: 1 },
		},
	]);
});

test('a process that sits deeper: the container’s own cgroup counts', async () => {
	tree.write('proc/110/cgroup', `0::${cgroupOf(nginxId)}/init.scope\n`);
	writeV2(cgroupOf(nginxId), 1_000_000);
	writeV2(`${cgroupOf(nginxId)}/init.scope`, 5);
	expect((await read()).usage).toMatchObject([{ container: 'nginx', cpu: { total: 1_000 } }]);
});

describe('a reader in a cgroup namespace of its own', () => {
	test.each([
		['/../../..', `/../../kubepods/pod${podUid}/${nginxId}`, `/kubepods/pod${podUid}/${nginxId}`],
		['a sibling’s', `/../../pod${podUid}/${nginxId}`, `/kubepods.slice/burstable.slice/pod${podUid}/${nginxId}`],
		['in the same pod', `/../${nginxId}`, `/kubepods/besteffort/${nginxId}`],
	])('%s', async (_, shown, real) => {
		tree.write('proc/110/cgroup', `0::${shown}\n`);
		writeV2(real, 1_000_000);
		expect((await read()).usage).toMatchObject([{ container: 'nginx', cpu: { total: 1_000 } }]);
	});

	test('the place is remembered', () => {
		writeV2('/a/b/c', 1);
		writeV2('/a/b/d', 1);
		const root = createCgroupRoot(tree.root);
		const find = (path: string) => root.find({ controllers: [], path });
		expect(find('/../c')).toBe(`${tree.root}/sys/fs/cgroup/a/b/c`);
		expect(find('/../d')).toBe(`${tree.root}/sys/fs/cgroup/a/b/d`);
		expect(find('/../none')).toBeUndefined();
	});
});

test('a pid that has passed to another process: the container’s other processes are found', async () => {
	writeV2(cgroupOf(nginxId), 1_000_000);
	tree.write('proc/110/cgroup', '0::/\n');
	expect((await read()).usage).toMatchObject([{ container: 'nginx' }]);
});

test('no cgroup files below the root: says which and what to do', async () => {
	expect(await read()).toEqual({
		podUid,
		readAt: at,
		usage: [],
		problems: [
			{
				about: 'usage',
				detail: 'the cgroup files of pause, nginx, ghost are not there',
				remedy: "mount the host's /sys/fs/cgroup below the root that --host-root names",
			},
		],
	});
});

test('half-written files leave out what they do not tell', async () => {
	tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/cpu.stat`, 'usage_usec 10');
	tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/memory.current`, '\x1b[2J');
	tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/pids.current`, '');
	expect((await read()).usage).toEqual([
		{ containerId: nginxId, container: 'nginx', cpu: { total: 0.01, since: { at, total: 0.01 } } },
	]);
});

test('a container whose last process has ended is left out without a word', async () => {
	writeV2(cgroupOf(nginxId), 1_000_000);
	tree.remove(100, 120);
	expect(await read()).toMatchObject({ usage: [{ container: 'nginx' }], problems: [] });
});
