import { expect, onTestFinished, test } from 'vitest';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { SourceError } from '../../source/core/source.ts';
import { createStore } from '../../source/store/create-store.ts';
import { createInsides } from '../../source/wire/insides.ts';
import { addPod, createInsideTree, ghostId, nginxId, pauseId, podUid } from '../adapters/proc/inside/inside-tree.ts';
import { createHandClock } from './hand-clock-inside.ts';

function record(id: string, role: 'sandbox' | 'container', name: string): RuntimeRecord {
	const metadata = { podUid, podName: 'web', kubeNamespace: 'default', attempt: 0 };
	const container = { ...metadata, role: 'container' as const, containerName: name, sandboxId: pauseId };
	return {
		...{ id, runtime: 'containerd', name, labels: {}, state: role === 'sandbox' ? 'ready' : 'running' },
		metadata: role === 'sandbox' ? { ...metadata, role } : container,
	};
}

function createBench(hostRoot?: string) {
	const tree = createInsideTree();
	addPod(tree);
	const store = createStore();
	const records = [
		record(pauseId, 'sandbox', 'POD'),
		record(nginxId, 'container', 'nginx'),
		record(ghostId, 'container', 'ghost'),
	];
	store.dispatch({ at: 1, source: 'containerd', kind: 'runtime-listing', records });
	const clock = createHandClock();
	const insides = createInsides(store, clock, hostRoot ?? tree.root);
	onTestFinished(insides.close);
	return { tree, store, clock, insides, signal: new AbortController().signal };
}

const look = { pods: [{ podUid, want: { processes: true } }] };

/** Lets things happen until it is so; the test's own time limit is the limit. */
async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise(setImmediate);
}

test('once: what is there, and the store does not learn of it', async () => {
	const { insides, store, signal } = createBench();
	const [inside] = await insides.read(look, { signal });
	expect(inside?.processes?.namespaces.flatMap(({ processes }) => processes.map(({ pid }) => pid))).toEqual([
		100, 110, 111, 120,
	]);
	expect(inside?.processes?.namespaces[0]?.processes[0]?.cpu.percent).toBeUndefined();
	expect(store.get().inside.size).toBe(0);
});

test('twice: the second reading, with what was used between the two', async () => {
	const { insides, clock, tree, signal } = createBench();
	const reading = insides.read(look, { gap: 1_000, signal });
	await until(() => clock.sleeping() === 1);
	const stat = (ticks: number) => `111 (nginx) S 110 ${'0 '.repeat(9)}${ticks} 0 0 0 0 0 1 0 1110 0 0\n`;
	tree.write('proc/111/stat', stat(50));
	tree.remove(120);
	await clock.pass(1_000);
	const [inside] = await reading;
	const processes = inside?.processes?.namespaces.flatMap((tree) => tree.processes) ?? [];
	expect(processes.map(({ pid, cpu }) => [pid, cpu.percent])).toEqual([
		[100, 0],
		[110, 0],
		[111, 50],
	]);
	expect(inside?.readAt).toBe(clock.now());
});

test('interrupted between the two: the first', async () => {
	const { insides, clock } = createBench();
	const stopping = new AbortController();
	const reading = insides.read(look, { gap: 1_000, signal: stopping.signal });
	await until(() => clock.sleeping() === 1);
	stopping.abort();
	await expect(reading).resolves.toMatchObject([{ podUid, readAt: 1_000 }]);
});

test('no /proc: why', async () => {
	const { insides, signal } = createBench('/nonexistent');
	await expect(insides.read(look, { signal })).rejects.toThrow(SourceError);
});

test('a pod that is not on the node is not read', async () => {
	const { insides, signal } = createBench();
	await expect(insides.read({ pods: [{ podUid: 'other', want: { usage: true } }] }, { signal })).resolves.toEqual([]);
});

test('watching fills the store, and stops when asked', async () => {
	const { insides, store } = createBench();
	insides.watch(look);
	await until(() => store.get().inside.has(podUid));
	insides.watch(undefined);
	await until(() => store.get().inside.size === 0);
});

test('what is asked for last counts, also while it is being loaded, and nothing after the end', async () => {
	const { insides, store, clock } = createBench();
	insides.watch(look);
	insides.watch({ pods: [{ podUid, want: { usage: true } }] });
	await until(() => store.get().inside.has(podUid));
	expect(store.get().inside.get(podUid)?.processes).toBeUndefined();
	insides.close();
	await until(() => store.get().inside.size === 0);
	insides.watch(look);
	await clock.pass(10_000);
	expect([store.get().inside.size, clock.sleeping()]).toEqual([0, 0]);
});
