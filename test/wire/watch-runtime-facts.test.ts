import { expect, onTestFinished, test } from 'vitest';
import type { RuntimeFacts } from '../../source/core/runtime-facts.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import { watchRuntimeFacts } from '../../source/wire/watch-runtime-facts.ts';
import { createHandClock, settle } from './hand-clock-inside.ts';

const name = 'registry.k8s.io/pause:3.9';

function say(store: Store, at: number, health: 'live' | 'failed'): void {
	store.dispatch({ at, source: 'containerd', kind: 'health', health });
}

function open(follow: 'offered' | 'not offered' = 'offered') {
	const store = createStore();
	const clock = createHandClock();
	const abort = new AbortController();
	const reads: number[] = [];
	const bench = { present: true, fails: false, ring: () => {}, follows: 0 };
	const runtime = {
		name: 'containerd',
		async readFacts(): Promise<RuntimeFacts> {
			reads.push(clock.now());
			if (bench.fails) throw new Error('no answer');
			return { readAt: clock.now(), pauseImage: { name, configuredBy: 'somebody', present: bench.present } };
		},
		followImages(onChange: () => void, signal: AbortSignal): Promise<void> {
			bench.follows += 1;
			bench.ring = onChange;
			if (follow === 'not offered') return Promise.reject(new Error('Unimplemented'));
			return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
		},
	};
	const run = watchRuntimeFacts({ store, clock, runtime }, abort.signal);
	onTestFinished(() => abort.abort());
	return { store, clock, abort, reads, bench, run };
}

test('reads once the runtime has answered, then every ten minutes', async () => {
	const { store, clock, reads, bench } = open();
	await clock.pass(10_000);
	expect(reads).toEqual([]);
	say(store, 11_000, 'live');
	await settle();
	await clock.pass(1_000);
	expect(reads).toEqual([12_000]);
	expect(store.get().runtimeFacts.get('containerd')?.pauseImage?.present).toBe(true);
	await clock.pass(600_000);
	await clock.pass(1_000);
	expect(reads).toHaveLength(2);
	expect(bench.follows).toBe(1);
});

test('an image that comes or goes is read at once; a missing one every half minute', async () => {
	const { store, clock, reads, bench } = open();
	say(store, 1_000, 'live');
	await settle();
	await clock.pass(1_000);
	bench.present = false;
	bench.ring();
	await settle();
	await clock.pass(1_000);
	expect(store.get().runtimeFacts.get('containerd')?.pauseImage?.present).toBe(false);
	bench.present = true;
	await clock.pass(30_000);
	await clock.pass(1_000);
	expect(store.get().runtimeFacts.get('containerd')?.pauseImage?.present).toBe(true);
	expect(reads).toHaveLength(3);
});

test('a runtime that was away may be set up in another way when it is back', async () => {
	const { store, clock, reads } = open();
	say(store, 1_000, 'live');
	await settle();
	await clock.pass(1_000);
	say(store, 5_000, 'failed');
	await settle();
	await clock.pass(60_000);
	expect(reads).toHaveLength(1);
	say(store, 70_000, 'live');
	await settle();
	await clock.pass(1_000);
	expect(reads).toHaveLength(2);
});

test('where images cannot be followed it is tried again at each reading; what is not answered stays as it was', async () => {
	const { store, clock, reads, bench } = open('not offered');
	say(store, 1_000, 'live');
	await settle();
	await clock.pass(1_000);
	bench.fails = true;
	await clock.pass(600_000);
	await clock.pass(1_000);
	expect([reads.length, bench.follows]).toEqual([2, 2]);
	expect(store.get().runtimeFacts.get('containerd')?.readAt).toBe(2_000);
});

test('ends with its signal', async () => {
	const { abort, run, clock } = open();
	abort.abort();
	await run;
	expect(clock.sleeping()).toBe(0);
});
