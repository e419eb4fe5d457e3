import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createProcSource } from '../../../source/adapters/proc/proc-source.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import { createObservationRecorder } from '../observation-recorder.ts';
import { createProcTree, hostNamespaces, type ProcTree, type TreeProcess } from './proc-tree.ts';
import { containerId, runSource } from './run-source.ts';

const id = containerId('a1');
const cgroup = `/docker/${id}`;
let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
});

async function list(): Promise<readonly ContainerProcess[]> {
	const { recorder } = await runSource(tree);
	return recorder.ofKind('process-listing')[0]?.processes ?? [];
}

test('all that is known of a container’s first process', async () => {
	const podUid = 'ce330fd1-6f77-4456-b506-3c59d050cde6';
	const own = { net: 4026532181, ipc: 4026532182, uts: 4026532183, pid: 4026532184, mnt: 4026532185 };
	tree.set(
		{
			pid: 100,
			command: 'pause (1)',
			startTicks: 46369,
			cgroup: `/kubepods/besteffort/pod${podUid}/${id}`,
			nsPids: [100, 1],
			namespaces: { ...own, time: undefined },
		},
		{ pid: 101, parentPid: 100, cgroup: `/kubepods/besteffort/pod${podUid}/${id}` },
		{ pid: 200, cgroup: '/system.slice/docker.service' },
	);
	const { recorder } = await runSource(tree);
	const { time: _, ...inherited } = hostNamespaces;
	expect(recorder.ofKind('process-listing')).toEqual([
		{
			at: 1_795_310_000_000,
			source: 'proc',
			kind: 'process-listing',
			host: { linuxNamespaces: hostNamespaces },
			processes: [
				{
					containerId: id,
					podUid,
					pid: 100,
					startTicks: 46369,
					startedAt: 1_795_308_902_000 + 463_690,
					nsPids: [100, 1],
					command: 'pause (1)',
					processCount: 2,
					linuxNamespaces: { ...inherited, ...own },
				},
			],
		},
	]);
});

test.each<[string, TreeProcess[]]>([
	[
		'its children came later',
		[
			{ pid: 50, startTicks: 1 },
			{ pid: 20, parentPid: 50, startTicks: 2 },
		],
	],
	[
		'a child in the same tick, with a smaller pid',
		[
			{ pid: 50, startTicks: 1 },
			{ pid: 20, parentPid: 50, startTicks: 1 },
		],
	],
	[
		'docker exec came later',
		[
			{ pid: 50, startTicks: 1 },
			{ pid: 20, startTicks: 9 },
		],
	],
	[
		'an exec in the same tick: the pid inside tells',
		[
			{ pid: 50, startTicks: 1, nsPids: [50, 1] },
			{ pid: 20, startTicks: 1, nsPids: [20, 7] },
		],
	],
	[
		'a zombie is no first process',
		[
			{ pid: 50, startTicks: 5 },
			{ pid: 20, startTicks: 1, state: 'Z' },
		],
	],
	[
		'but one with living threads is',
		[
			{ pid: 50, startTicks: 1, state: 'Z', threads: 2 },
			{ pid: 20, startTicks: 5 },
		],
	],
	[
		'runc’s helpers are not the container',
		[
			{ pid: 50, parentPid: 20, startTicks: 2 },
			{ pid: 20, startTicks: 1, command: 'runc:[1:CHILD]' },
		],
	],
])('the first process: %s', async (_, processes) => {
	tree.set(...processes.map((process) => ({ ...process, cgroup })));
	expect(await list()).toMatchObject([{ containerId: id, pid: 50, processCount: 2 }]);
});

test('the pids inside are left out for those who do not need them', async () => {
	tree.set({ pid: 100, cgroup, nsPids: [100, 1] });
	const read = async (innerPids?: boolean) => {
		const { recorder } = await runSource(tree, { innerPids });
		return recorder.ofKind('process-listing')[0]?.processes.map(({ pid, nsPids }) => ({ pid, nsPids }));
	};
	expect(await read()).toEqual([{ pid: 100, nsPids: [100, 1] }]);
	expect(await read(false)).toEqual([{ pid: 100, nsPids: undefined }]);
});

test('a container of zombies has no first process', async () => {
	tree.set({ pid: 50, state: 'Z', cgroup });
	expect(await list()).toEqual([]);
});

test('a process that vanished between two reads is not there', async () => {
	tree.set({ pid: 50, cgroup }, { pid: 60, cgroup: `/docker/${containerId('b2')}` });
	// listed, but its files are gone: what a scan meets when the process ends meanwhile
	tree.remove(60);
	mkdirSync(`${tree.root}/proc/60`);
	mkdirSync(`${tree.root}/proc/70`);
	writeFileSync(`${tree.root}/proc/70/cgroup`, `0::/docker/${containerId('c3')}\n`);
	expect(await list()).toMatchObject([{ containerId: id, pid: 50 }]);
});

test('files that make no sense are passed over', async () => {
	tree.set({ pid: 50, cgroup }, { pid: 60, cgroup: `/docker/${containerId('b2')}` });
	writeFileSync(`${tree.root}/proc/60/stat`, 'what?\n');
	writeFileSync(`${tree.root}/proc/50/status`, '\0\0\0');
	writeFileSync(`${tree.root}/proc/stat`, '');
	const [process, ...others] = await list();
	expect(others).toEqual([]);
	expect(process).toMatchObject({ containerId: id, pid: 50 });
	expect(process).not.toHaveProperty('startedAt');
	expect(process).not.toHaveProperty('nsPids');
});

test('a recorded node: thirteen pods on Docker', async () => {
	const recorded = readFileSync(new URL('../../fixtures/proc/snap-docker120-processes.txt', import.meta.url), 'utf8')
		.trim()
		.split('\n')
		.map(parseRecorded);
	tree.set(...recorded);
	const processes = await list();
	const first = new Set(processes.map(({ pid }) => pid));
	expect(processes).toHaveLength(new Set(recorded.map(({ cgroup }) => cgroup)).size);
	for (const { pid, cgroup, namespaces, nsPids, command } of recorded.filter(({ pid }) => first.has(pid))) {
		const process = processes.find((candidate) => candidate.pid === pid);
		expect(process).toMatchObject({ nsPids, command, linuxNamespaces: namespaces });
		expect(cgroup?.endsWith(`/pod${process?.podUid}/${process?.containerId}`)).toBe(true);
	}
});

/** `pid=… <cgroup line> ipc=… … NSpid= 1 2 comm=…`; parents were not recorded. */
function parseRecorded(line: string): TreeProcess & { namespaces: Record<string, number> } {
	const namespaces = [...line.matchAll(/ ([a-z]+)=(\d+)/g)].map(([, kind, inode]) => [kind, Number(inode)]);
	return {
		pid: Number(/^pid=(\d+)/.exec(line)?.[1]),
		cgroup: /:(\/\S+)/.exec(line)?.[1],
		namespaces: Object.fromEntries(namespaces),
		nsPids: /NSpid= ([\d ]+) /.exec(line)?.[1]?.split(' ').map(Number),
		command: /comm=(.*)$/.exec(line)?.[1],
	};
}

test('5,000 processes: all containers, and the event loop gets its turns', async () => {
	const ids = Array.from({ length: 400 }, (_, index) => index.toString(16).padStart(64, '0'));
	for (let pid = 10; pid < 5010; pid++) {
		const owner = ids[pid % 500];
		tree.set({ pid, lean: true, ...(owner !== undefined && { cgroup: `/docker/${owner}` }) });
	}
	const source = createProcSource({ hostRoot: tree.root, clock: () => 1 });
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const run = source.run(recorder.emit, abort.signal);
	let turns = 0;
	while (recorder.observations.length === 0) {
		await setImmediate();
		turns++;
	}
	abort.abort();
	await run;
	const [listing] = recorder.ofKind('process-listing');
	expect(listing?.processes.map(({ containerId }) => containerId).sort()).toEqual(ids);
	expect(listing?.processes.every(({ processCount }) => processCount === 10)).toBe(true);
	expect(turns).toBeGreaterThan(40);
});

test('a process that ended during the scan does not seem to share a namespace with one that was read later', async () => {
	const ids = Array.from({ length: 60 }, (_, index) => (index + 10).toString(16).padStart(64, '0'));
	const [early = '', late = ''] = [ids[0], ids[59]];
	for (const [index, owner] of ids.entries()) {
		tree.set({ pid: index + 10, cgroup: `/docker/${owner}`, namespaces: { net: 4026532500 + index } });
	}
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const run = createProcSource({ hostRoot: tree.root, clock: () => 1 }).run(recorder.emit, abort.signal);
	// the scan has read the first slice of containers and gives way
	await setImmediate();
	expect(recorder.observations).toEqual([]);
	tree.remove(10);
	tree.set({ pid: 69, cgroup: `/docker/${late}`, namespaces: { net: 4026532500 } });
	await recorder.waitFor(({ kind }) => kind === 'processes');
	abort.abort();
	await run;
	const listed = recorder.ofKind('process-listing')[0]?.processes ?? [];
	expect(listed.map(({ containerId }) => containerId)).toEqual(ids.slice(1));
	expect(listed.at(-1)?.linuxNamespaces.net).toBe(4026532500);
	expect(recorder.ofKind('processes')[0]).toMatchObject({ processes: [], gone: [early] });
});

test('an abort in the middle of a scan ends it at once', async () => {
	for (let pid = 10; pid < 1010; pid++) tree.set({ pid, lean: true, cgroup });
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const run = createProcSource({ hostRoot: tree.root, clock: () => 1 }).run(recorder.emit, abort.signal);
	await setImmediate();
	abort.abort();
	await run;
	expect(recorder.observations).toEqual([]);
});
