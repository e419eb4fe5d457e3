import { expect, it } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { snapshotObservations } from '../helpers/snapshot.ts';

it('shows an observation at once and calls its listeners once for many', async () => {
	const store = createStore();
	let calls = 0;
	const unsubscribe = store.subscribe(() => {
		calls += 1;
	});
	for (let at = 1; at <= 5; at += 1) store.dispatch({ at, source: 'clock', kind: 'tick' });
	expect(store.get().now).toBe(5);
	expect(calls).toBe(0);
	await Promise.resolve();
	expect(calls).toBe(1);
	unsubscribe();
	store.dispatch({ at: 6, source: 'clock', kind: 'tick' });
	await Promise.resolve();
	expect(calls).toBe(1);
});

it('does not call for what changes nothing', async () => {
	const store = createStore();
	store.dispatch({ at: 5, source: 'clock', kind: 'tick' });
	await Promise.resolve();
	store.subscribe(() => expect.unreachable());
	store.dispatch({ at: 4, source: 'clock', kind: 'tick' });
	await Promise.resolve();
});

it('joins again only when what is joined has changed', () => {
	const store = createStore();
	for (const observation of snapshotObservations) store.dispatch(observation);
	const view = selectNodeView(store.get());
	store.dispatch({ at: store.get().now + 1_000, source: 'clock', kind: 'tick' });
	expect(selectNodeView(store.get())).toBe(view);
	store.dispatch({ at: store.get().now, source: 'docker', kind: 'runtime-records', records: [], gone: ['x'] });
	expect(selectNodeView(store.get())).toBe(view);
	const gone = view.pods[0]?.containers[0]?.id ?? '';
	store.dispatch({ at: store.get().now, source: 'docker', kind: 'runtime-records', records: [], gone: [gone] });
	expect(selectNodeView(store.get())).not.toBe(view);
});
