import { expect, onTestFinished, test } from 'vitest';
import type { NodeSurvey } from '../../source/core/node-survey.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import { type SurveyDepth, watchSurvey } from '../../source/wire/watch-survey.ts';
import { createHandClock, settle } from './hand-clock-inside.ts';

function sandbox(id: string, state: RuntimeRecord['state'] = 'ready'): RuntimeRecord {
	const metadata = { role: 'sandbox', podUid: id, podName: id, kubeNamespace: 'default', attempt: 0 } as const;
	return { id, runtime: 'containerd', name: id, labels: {}, state, metadata };
}

function list(store: Store, ...records: RuntimeRecord[]): void {
	store.dispatch({ at: 1, source: 'containerd', kind: 'runtime-listing', records });
}

function scan(store: Store): void {
	store.dispatch({ at: 1, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} }, processes: [] });
}

async function open(fail?: () => boolean, cost?: (depth: SurveyDepth) => number) {
	const store = createStore();
	const clock = createHandClock();
	const looks: [number, SurveyDepth][] = [];
	const abort = new AbortController();
	const read = async (_: unknown, depth: SurveyDepth): Promise<NodeSurvey> => {
		looks.push([clock.now(), depth]);
		if (fail?.()) throw new Error('no /proc');
		return { readAt: clock.now(), problems: [], ...(cost && { cost: cost(depth) }) };
	};
	const run = watchSurvey({ store, clock, read }, abort.signal);
	onTestFinished(() => abort.abort());
	return { store, clock, looks, abort, run };
}

test('the first look comes a second after the first listings, the next ones every 30 s', async () => {
	const { store, clock, looks } = await open();
	await clock.pass(5_000);
	list(store, sandbox('a'));
	await clock.pass(5_000);
	expect(looks).toEqual([]);
	scan(store);
	await settle();
	await clock.pass(999);
	expect(looks).toEqual([]);
	await clock.pass(1);
	expect(looks).toEqual([[12_000, 'all']]);
	expect(store.get().survey?.readAt).toBe(12_000);
	await clock.pass(29_999);
	expect(looks).toHaveLength(1);
	await clock.pass(1);
	expect(looks.at(-1)).toEqual([42_000, 'all']);
});

async function openListed() {
	const opened = await open();
	list(opened.store, sandbox('a'));
	scan(opened.store);
	await settle();
	await opened.clock.pass(1_000);
	expect(opened.looks).toHaveLength(1);
	return opened;
}

test('a sandbox that comes up: the networks alone, two seconds later, and the whole still on time', async () => {
	const { store, clock, looks } = await openListed();
	await clock.pass(10_000);
	list(store, sandbox('a'), sandbox('b'));
	await settle();
	await clock.pass(1_999);
	expect(looks).toHaveLength(1);
	await clock.pass(1);
	expect(looks.at(-1)).toEqual([14_000, 'networks']);
	await clock.pass(17_999);
	expect(looks).toHaveLength(2);
	await clock.pass(1);
	expect(looks.at(-1)).toEqual([32_000, 'all']);
});

test('an IP that the API server tells', async () => {
	const { store, clock, looks } = await openListed();
	const metadata = { name: 'a', namespace: 'default', uid: 'a' };
	const pod = { metadata, spec: { containers: [] }, status: { podIP: '10.244.0.7' } };
	store.dispatch({ at: 2, source: 'kube', kind: 'pod-listing', pods: [pod] });
	await settle();
	await clock.pass(2_000);
	expect(looks.at(-1)?.[1]).toBe('networks');
});

test('other changes are no reason, and a storm is looked at once in two seconds at most', async () => {
	const { store, clock, looks } = await openListed();
	for (let turn = 0; turn < 20; turn += 1) {
		const record = { ...sandbox('app', 'running'), metadata: { role: 'container' as const }, name: `${turn}` };
		list(store, sandbox('a'), record);
		await settle();
		await clock.pass(500);
	}
	expect(looks).toHaveLength(1);
	for (let turn = 0; turn < 8; turn += 1) {
		list(store, sandbox('a'), sandbox(`new-${turn}`));
		await settle();
		await clock.pass(500);
	}
	expect(looks.length).toBeLessThanOrEqual(3);
});

test('a look that fails is made again, and the one before stays', async () => {
	let fails = false;
	const { store, clock, looks } = await open(() => fails);
	list(store, sandbox('a'));
	scan(store);
	await settle();
	await clock.pass(1_000);
	fails = true;
	await clock.pass(30_000);
	expect(looks).toHaveLength(2);
	expect(store.get().survey?.readAt).toBe(2_000);
	await clock.pass(30_000);
	expect(looks).toHaveLength(3);
});

test('looks that take long come less often', async () => {
	const { store, clock, looks } = await open(undefined, (depth) => (depth === 'all' ? 80 : 100));
	list(store, sandbox('a'));
	scan(store);
	await settle();
	await clock.pass(1_000);
	expect(looks).toEqual([[expect.any(Number), 'all']]);
	const began = looks[0]?.[0] ?? 0;
	list(store, sandbox('a'), sandbox('b'));
	await settle();
	await clock.pass(2_000);
	expect(looks.at(-1)).toEqual([began + 2_000, 'networks']);
	list(store, sandbox('a'), sandbox('c'));
	await settle();
	await clock.pass(4_999);
	expect(looks).toHaveLength(2);
	await clock.pass(1);
	expect(looks.at(-1)).toEqual([began + 7_000, 'networks']);
	await clock.pass(52_999);
	expect(looks).toHaveLength(3);
	await clock.pass(1);
	expect(looks.at(-1)).toEqual([began + 60_000, 'all']);
});

test('however long a look takes, the next one comes', async () => {
	const { store, clock, looks } = await open(undefined, () => 60_000);
	list(store, sandbox('a'));
	scan(store);
	await settle();
	await clock.pass(1_000);
	await clock.pass(119_999);
	expect(looks).toHaveLength(1);
	await clock.pass(1);
	expect(looks).toHaveLength(2);
});

test('it ends with its signal, also before anything was listed', async () => {
	const { abort, run, clock } = await open();
	abort.abort();
	await run;
	expect(clock.sleeping()).toBe(0);
});
