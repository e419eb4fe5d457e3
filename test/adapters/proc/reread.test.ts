import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createProcTree, type ProcTree } from './proc-tree.ts';
import { containerId, runSource } from './run-source.ts';

const pause = containerId('a1');
const app = containerId('b2');
const next = containerId('c3');
const inContainer = (id: string) => ({ cgroup: `/docker/${id}` });
const shared = { net: 4026532501, ipc: 4026532502 };
let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
	tree.set(
		{ pid: 100, ...inContainer(pause), namespaces: { ...shared, mnt: 4026532503 } },
		{ pid: 110, ...inContainer(app), namespaces: { ...shared, mnt: 4026532504 } },
	);
});

describe('a re-read', () => {
	test('of a container that is as it was', async () => {
		const { reread, recorder } = await runSource(tree);
		const [listed] = recorder.ofKind('process-listing')[0]?.processes ?? [];
		const { processCount: _, ...uncounted } = listed ?? { processCount: 0 };
		const { processes, gone } = await reread({ containerId: pause });
		expect({ processes, gone }).toEqual({ processes: [uncounted], gone: [] });
	});

	test('with the pid of a new container', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 120, ...inContainer(next) });
		expect(await reread({ containerId: next, pid: 120 })).toMatchObject({
			processes: [{ containerId: next, pid: 120 }],
			gone: [],
		});
	});

	test('with a pid that is another container’s finds the right one', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 120, ...inContainer(next) });
		expect(await reread({ containerId: next, pid: 110 })).toMatchObject({
			processes: [{ containerId: next, pid: 120 }],
		});
	});

	test('of a new container without a pid', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 121, parentPid: 120, ...inContainer(next) }, { pid: 120, ...inContainer(next) });
		expect(await reread({ containerId: next })).toMatchObject({
			processes: [{ containerId: next, pid: 120 }],
			gone: [],
		});
	});

	test('of a container that is over', async () => {
		const { reread } = await runSource(tree);
		tree.remove(110);
		expect(await reread({ containerId: app })).toMatchObject({ processes: [], gone: [app] });
	});

	test('of a container whose process is only a zombie', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 110, ...inContainer(app), state: 'Z' });
		expect(await reread({ containerId: app, pid: 110 })).toMatchObject({ processes: [], gone: [app] });
	});

	test('of a container started again under its id', async () => {
		const { reread } = await runSource(tree);
		tree.remove(110);
		tree.set({ pid: 130, ...inContainer(app), startTicks: 9999 });
		expect(await reread({ containerId: app })).toMatchObject({
			processes: [{ containerId: app, pid: 130, startTicks: 9999 }],
			gone: [],
		});
	});

	test('of one whose pid now belongs to a stranger', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 110, startTicks: 9999 });
		expect(await reread({ containerId: app })).toMatchObject({ processes: [], gone: [app] });
	});

	test('of several at once is one answer, however often each is asked for', async () => {
		const { reread } = await runSource(tree);
		tree.remove(110);
		const { processes, gone } = await reread(
			{ containerId: pause },
			{ containerId: app },
			{ containerId: pause, pid: 100 },
		);
		expect(processes.map(({ containerId }) => containerId)).toEqual([pause]);
		expect(gone).toEqual([app]);
	});

	test('finds a process that had not yet moved into its cgroup when it was first seen', async () => {
		tree.set({ pid: 120, cgroup: '/system.slice/docker.service' });
		const { reread } = await runSource(tree);
		tree.set({ pid: 120, ...inContainer(next) });
		expect(await reread({ containerId: next })).toMatchObject({ processes: [{ containerId: next, pid: 120 }] });
	});

	test('finds a container whose pid was a stranger’s long ago', async () => {
		let now = 1_000;
		tree.set({ pid: 120 });
		const { reread } = await runSource(tree, { clock: () => now });
		now += 20_000;
		tree.set({ pid: 120, ...inContainer(next), startTicks: 9999 });
		expect(await reread({ containerId: next })).toMatchObject({ processes: [{ containerId: next, pid: 120 }] });
	});

	test('is not made when the source does not run', async () => {
		const { source, recorder, stop } = await runSource(tree);
		await stop();
		const before = recorder.observations.length;
		source.reread([{ containerId: pause }]);
		expect(recorder.observations.length).toBe(before);
	});
});

describe('namespace numbers that the kernel gave out again', () => {
	test('a dead pause does not seem to share with its successor', async () => {
		const { reread } = await runSource(tree);
		tree.remove(100);
		tree.set({ pid: 120, ...inContainer(next), namespaces: { ...shared, mnt: 4026532599 } });
		const { processes, gone } = await reread({ containerId: next, pid: 120 });
		expect(processes.map(({ containerId }) => containerId)).toEqual([next]);
		expect(gone).toEqual([pause]);
	});

	test('also when the number is of another kind now', async () => {
		const { reread } = await runSource(tree);
		tree.remove(100);
		tree.set({ pid: 120, ...inContainer(next), namespaces: { pid: 4026532503 } });
		expect((await reread({ containerId: next, pid: 120 })).gone).toEqual([pause]);
	});

	test('also when the pid is taken again', async () => {
		const { reread } = await runSource(tree);
		tree.remove(110);
		tree.set({ pid: 100, ...inContainer(next), startTicks: 9999, namespaces: shared });
		const { processes, gone } = await reread({ containerId: next, pid: 100 });
		expect(processes).toMatchObject([{ containerId: next, pid: 100, startTicks: 9999 }]);
		expect(gone.toSorted()).toEqual([pause, app]);
	});

	test('a container that was started again meanwhile is read, and what it meets in turn', async () => {
		const third = containerId('d4');
		tree.set({ pid: 105, ...inContainer(third), namespaces: { net: 4026532700 } });
		const { reread } = await runSource(tree);
		tree.remove(100, 110, 105);
		tree.set(
			{ pid: 120, ...inContainer(next), namespaces: { net: shared.net } },
			{ pid: 130, ...inContainer(pause), namespaces: { net: 4026532700 } },
		);
		const { processes, gone } = await reread({ containerId: next });
		expect(processes).toMatchObject([
			{ containerId: next, pid: 120 },
			{ containerId: pause, pid: 130 },
		]);
		expect(gone.toSorted()).toEqual([app, third]);
	});

	test('one that lives is left alone', async () => {
		const { reread } = await runSource(tree);
		tree.set({ pid: 120, ...inContainer(next), namespaces: shared });
		const { processes, gone } = await reread({ containerId: next, pid: 120 });
		expect(processes.map(({ containerId }) => containerId)).toEqual([next]);
		expect(gone).toEqual([]);
	});

	test('the host’s numbers are nobody’s legacy', async () => {
		const onHost = containerId('d4');
		tree.set({ pid: 105, ...inContainer(onHost) });
		const { reread } = await runSource(tree);
		tree.remove(105);
		tree.set({ pid: 120, ...inContainer(next) });
		expect((await reread({ containerId: next, pid: 120 })).gone).toEqual([]);
	});
});

describe('a re-read of many', () => {
	const many = Array.from({ length: 40 }, (_, index) => containerId((index + 16).toString(16)));
	const pidOf = (id: string) => 200 + many.indexOf(id);
	const numbered = (id: string, net = 4026540000 + many.indexOf(id)) => ({
		...{ pid: pidOf(id), ...inContainer(id), startTicks: 7777 },
		namespaces: { net, mnt: 4026550000 + many.indexOf(id) },
	});
	const [first = '', last = ''] = [many[0], many.at(-1)];

	const isLast = ({ containerId: id }: { containerId: string }) => id === last;

	async function begin() {
		tree.set(...many.map((id) => numbered(id)));
		const running = await runSource(tree);
		const told = () => running.recorder.ofKind('processes');
		running.source.reread(many.map((id) => ({ containerId: id })));
		await running.recorder.until(() => told().length === 1);
		const all = () => running.recorder.until(() => told().some(({ processes }) => processes.some(isLast)));
		return { told, all };
	}

	test('gives way to others, and tells in between what has been found', async () => {
		const { told, all } = await begin();
		// as a key would that is pressed now
		await setImmediate();
		expect(told().flatMap(({ processes }) => processes).length).toBeLessThan(many.length);
		await all();
		const ids = told().flatMap(({ processes }) => processes.map((process) => process.containerId));
		expect(ids).toEqual(many);
		expect(told().flatMap(({ gone }) => gone)).toEqual([]);
	});

	test('one that ends between two moments does not seem to share with whom its number is given to', async () => {
		const { told, all } = await begin();
		expect(told()[0]?.processes[0]).toMatchObject({ containerId: first });
		tree.remove(pidOf(first));
		tree.set(numbered(last, 4026540000));
		await all();
		const moment = told().find(({ processes }) =>
			processes.some((process) => isLast(process) && process.linuxNamespaces.net === 4026540000),
		);
		expect(moment?.gone).toEqual([first]);
	});
});

test('a complete scan now and then repairs what nobody told', async () => {
	const { recorder } = await runSource(tree, { rescanEvery: 1 });
	tree.remove(110);
	tree.set({ pid: 120, ...inContainer(next) });
	await recorder.until(() => {
		const ids = recorder
			.ofKind('process-listing')
			.at(-1)
			?.processes.map(({ containerId }) => containerId);
		return ids?.includes(next) === true && !ids.includes(app);
	});
	expect(recorder.ofKind('health')).toHaveLength(1);
});
