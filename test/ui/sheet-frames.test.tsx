import { describe, expect, test } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { expectGolden } from '../helpers/golden.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildAction } from './action-builders.ts';
import { buildPod, now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, buildRichPods, createRichStore, listPods } from './rich-node.ts';

const down = (count: number) => Array.from({ length: count }, () => keys.down);
const toRecycled = down(5);

/** The rich node with a pod that would not come back, before all others. */
function createNeverStore() {
	const store = createStore();
	const built = buildPod({ name: 'batch-import', seed: 9, ip: '10.244.0.9', containers: [{ name: 'job' }] });
	const once = { ...built, pod: { ...built.pod, spec: { ...built.pod.spec, restartPolicy: 'Never' } } };
	for (const observation of [...allLive(), ...listPods([once, ...buildRichPods()])]) store.dispatch(observation);
	return store;
}

/** The kubelet's process is gone. */
function createKubeletlessStore() {
	const store = createRichStore();
	store.dispatch({ at: now, source: 'proc', kind: 'kubelet', running: false });
	return store;
}

/** One action runs, one has failed. */
function createActingStore() {
	const store = createRichStore();
	const failed = buildAction({
		id: 'action-2',
		status: 'failed',
		askedAt: now,
		endedAt: now + 3 * second,
		message: 'permission denied',
		remedy: 'run as root',
	});
	for (const action of [buildAction({ askedAt: now }), failed])
		store.dispatch({ at: now + 4 * second, source: 'action', kind: 'action', action });
	return store;
}

const plain = { color: false };
const scenes = [
	{ name: '80x24-actions', columns: 80, rows: 24, press: [...toRecycled, 'x', 'j'] },
	{ name: '40x10-actions', columns: 40, rows: 10, press: [...toRecycled, 'x', 'j'] },
	{ name: '120x30-actions-container', columns: 120, rows: 30, press: [...toRecycled, keys.right, 'jj', 'x', 'j'] },
	{ name: '120x30-actions-refused', columns: 120, rows: 30, press: [keys.right, 'jj', 'x', 'j'] },
	{ name: '80x24-actions-ascii', columns: 80, rows: 24, press: [...toRecycled, 'x', 'j'], options: { ascii: true } },
	{ name: '80x24-confirm', columns: 80, rows: 24, press: [...toRecycled, keys.ctrlK, keys.tab] },
	{ name: '40x10-confirm', columns: 40, rows: 10, press: [...toRecycled, keys.ctrlK] },
	{
		name: '80x24-confirm-no-kubelet',
		columns: 80,
		rows: 24,
		press: ['jjj', keys.ctrlK],
		store: createKubeletlessStore,
	},
	{ name: '80x24-confirm-name', columns: 80, rows: 24, press: [keys.ctrlK, 'batch-imp'], store: createNeverStore },
	{ name: '40x10-confirm-name', columns: 40, rows: 10, press: [keys.ctrlK, 'batch-ex'], store: createNeverStore },
	{ name: '80x24-marked', columns: 80, rows: 24, press: ['jjj', '   '] },
	{ name: '80x24-confirm-marked', columns: 80, rows: 24, press: ['jjj', '    ', 'x', 'j', keys.enter] },
	{ name: '120x30-acting', columns: 120, rows: 30, press: [...toRecycled, keys.right], store: createActingStore },
	{ name: '120x60-help-read-only', columns: 120, rows: 60, press: ['?'], options: { readOnly: '--read-only' } },
];

describe('exact frames of actions', () => {
	test.each(scenes)('$name', async ({ name, columns, rows, press, options, store = createRichStore }) => {
		const ui = await renderApp({ columns, rows, options: { ...plain, ...options }, store: store() });
		await ui.press(...press);
		const lines = ui.frame().split('\n');
		expect(lines).toHaveLength(rows);
		expectGolden(`ui/${name}.txt`, lines.join('\n'));
	});
});
