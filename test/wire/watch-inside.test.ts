import { expect, onTestFinished, test } from 'vitest';
import type { InsideRequest } from '../../source/core/inside/inside-request.ts';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { SourceError } from '../../source/core/source.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import type { InsideWatch } from '../../source/wire/inside-requests.ts';
import { createInsideWatcher } from '../../source/wire/watch-inside.ts';
import { createHandClock, settle } from './hand-clock-inside.ts';

function record(pod: string, name: string, state: RuntimeRecord['state'] = 'running'): RuntimeRecord {
	const role = name === 'POD' ? 'sandbox' : 'container';
	const metadata = { role, podUid: pod, podName: pod, kubeNamespace: 'default', attempt: 0 } as const;
	return {
		id: `${pod}-${name}`,
		runtime: 'containerd',
		name,
		labels: {},
		state,
		metadata: role === 'container' ? { ...metadata, containerName: name, sandboxId: `${pod}-POD` } : metadata,
	};
}

function list(store: Store, at: number, ...records: RuntimeRecord[]): void {
	store.dispatch({ at, source: 'containerd', kind: 'runtime-listing', records });
}

function createBench(fail?: () => Error) {
	const store = createStore();
	const clock = createHandClock();
	const readings: (readonly InsideRequest[])[] = [];
	const read = async (requests: readonly InsideRequest[]): Promise<PodInside[]> => {
		readings.push(requests);
		if (fail) throw fail();
		return requests.map(({ podUid }) => ({ podUid, readAt: clock.now(), problems: [] }));
	};
	const watcher = createInsideWatcher({ store, clock, read });
	onTestFinished(watcher.close);
	list(
		store,
		1,
		record('a', 'POD', 'ready'),
		record('a', 'web'),
		record('b', 'POD', 'ready'),
		record('b', 'old', 'exited'),
	);
	return { store, clock, readings, watcher };
}

const look: InsideWatch = { pods: [{ podUid: 'a', want: { processes: true } }] };

test('reads nothing until something is asked for', async () => {
	const { clock, readings, store } = createBench();
	await clock.pass(60_000);
	expect(readings).toEqual([]);
	expect(store.get().inside.size).toBe(0);
});

test('reads at once, then every two seconds, with the reading before', async () => {
	const { clock, readings, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	expect(readings).toHaveLength(1);
	expect(readings[0]).toEqual([
		{
			podUid: 'a',
			containers: [
				{ id: 'a-POD', name: 'pause', role: 'sandbox' },
				{ id: 'a-web', name: 'web', role: 'container' },
			],
			want: { processes: true },
		},
	]);
	expect(store.get().inside.get('a')?.readAt).toBe(1_000);
	await clock.pass(1_999);
	expect(readings).toHaveLength(1);
	await clock.pass(1);
	expect(readings).toHaveLength(2);
	expect(readings[1]?.[0]?.previous).toEqual({ podUid: 'a', readAt: 1_000, problems: [] });
});

test('a change of that pod’s containers is read at once, another pod’s is not', async () => {
	const { clock, readings, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	await clock.pass(500);
	const own = [record('a', 'POD', 'ready'), record('a', 'web')];
	list(store, 2, ...own, record('b', 'new'));
	await settle();
	expect(readings).toHaveLength(1);
	list(store, 3, ...own, record('a', 'side'), record('b', 'new'));
	await settle();
	expect(readings).toHaveLength(2);
	expect(readings[1]?.[0]?.containers.map(({ name }) => name)).toEqual(['pause', 'side', 'web']);
});

test('a first process that is known now changes it too', async () => {
	const { clock, readings, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	await clock.pass(500);
	const process = { containerId: 'a-web', podUid: 'a', pid: 7, startTicks: 1, linuxNamespaces: {} };
	store.dispatch({
		at: 2,
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: {} },
		processes: [process],
	});
	await settle();
	expect(readings.at(-1)?.[0]?.containers[1]).toEqual({ id: 'a-web', name: 'web', role: 'container', pid: 7 });
});

test('a storm of changes does not become one of readings', async () => {
	const { clock, readings, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	for (let at = 2; at < 40; at += 1) {
		list(store, at, record('a', 'POD', 'ready'), record('a', `web-${at}`));
		await clock.pass(10);
	}
	expect(readings.length).toBeLessThanOrEqual(3);
	await clock.pass(250);
	expect(readings.at(-1)?.[0]?.containers[1]?.name).toBe('web-39');
});

test('asking for the same again changes nothing', async () => {
	const { clock, readings, watcher } = createBench();
	watcher.watch(look);
	await settle();
	watcher.watch({ pods: [{ podUid: 'a', want: { processes: true } }] });
	await clock.pass(100);
	expect(readings).toHaveLength(1);
});

test('stops at once, forgets, and does not take in what is still being read', async () => {
	const { clock, readings, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	expect(store.get().inside.size).toBe(1);
	await clock.pass(2_000);
	watcher.watch(undefined);
	expect(store.get().inside.size).toBe(0);
	await clock.pass(10_000);
	expect(readings).toHaveLength(2);
	expect(store.get().inside.size).toBe(0);
	expect(clock.sleeping()).toBe(0);
	watcher.watch(look);
	watcher.watch({ pods: [] });
	await settle();
	expect(store.get().inside.size).toBe(0);
});

test('another pod in its place: the first is forgotten', async () => {
	const { store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	watcher.watch({ pods: [{ podUid: 'b', want: { sockets: true } }] });
	await settle();
	expect([...store.get().inside.keys()]).toEqual(['b']);
});

test('the usage of all, and more of one', async () => {
	const { readings, watcher } = createBench();
	watcher.watch({ ...look, usageOfAll: true });
	await settle();
	expect(
		readings[0]?.map(({ podUid, want, containers }) => [podUid, want, containers.map(({ name }) => name)]),
	).toEqual([
		['a', { processes: true, usage: true }, ['pause', 'web']],
		['b', { usage: true }, ['pause']],
	]);
});

test('a pod that is gone is forgotten', async () => {
	const { clock, store, watcher } = createBench();
	watcher.watch(look);
	await settle();
	list(store, 2, record('b', 'POD', 'ready'));
	await clock.pass(2_000);
	await clock.pass(2_000);
	expect(store.get().inside.size).toBe(0);
});

test('a sandbox without a pause process is not looked for', async () => {
	const { store, readings, watcher } = createBench();
	const namespaces = [{ sandboxId: 'a-POD', linuxNamespaces: { net: 4026532501 } }];
	store.dispatch({ at: 2, source: 'proc', kind: 'pinned-namespaces', namespaces });
	watcher.watch(look);
	await settle();
	expect(readings[0]?.[0]?.containers.map(({ name }) => name)).toEqual(['web']);
});

test('the API’s addresses go along', async () => {
	const { store, readings, watcher } = createBench();
	const pod = {
		metadata: { name: 'a', namespace: 'default', uid: 'a' },
		spec: { containers: [{ name: 'web' }] },
		status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
	};
	store.dispatch({ at: 2, source: 'kube', kind: 'pod-listing', pods: [pod] });
	watcher.watch(look);
	await settle();
	expect(readings[0]?.[0]?.podIps).toEqual(['10.0.0.1', 'fd00::1']);
});

test.each([
	[new SourceError('there is no /proc', { remedy: 'mount it' }), { detail: 'there is no /proc', remedy: 'mount it' }],
	[new Error('too many open files'), { detail: 'too many open files' }],
])('%s: the screen says so, and it is tried again', async (error, problem) => {
	const { clock, readings, store, watcher } = createBench(() => error);
	watcher.watch(look);
	await settle();
	expect(store.get().inside.get('a')?.problems).toEqual([{ about: 'processes', ...problem }]);
	await clock.pass(2_000);
	expect(readings).toHaveLength(2);
});
