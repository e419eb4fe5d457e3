import { describe, expect, test } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { expectGolden } from '../helpers/golden.ts';
import { keys } from '../helpers/ui-render.tsx';
import { now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, buildRichPods, createRichStore, listPods } from './rich-node.ts';

const down = (count: number) => Array.from({ length: count }, () => keys.down);

/** From the pane in front at the beginning. */
const toTimeline = [']', ']', ']'];

/** A node whose runtime is gone and whose API server keeps its events to itself. */
function createBrokenStore() {
	const store = createRichStore();
	store.dispatch({
		at: now + second,
		source: 'docker',
		kind: 'health',
		health: 'failed',
		detail: 'no socket at /var/run/docker.sock',
		remedy: 'start Docker, or name its socket with --runtime docker://PATH',
	});
	store.dispatch({
		at: now + second,
		source: 'kube',
		kind: 'health',
		health: 'degraded',
		detail: 'events is forbidden for user system:node:worker-2',
		remedy: 'use a kubeconfig that may list events',
	});
	return store;
}

const scenes = [
	{ name: '80x24', columns: 80, rows: 24, press: [...down(5), keys.right] },
	{ name: '120x30', columns: 120, rows: 30, press: [...down(5), keys.right, ...toTimeline] },
	{ name: '200x60', columns: 200, rows: 60, press: ['t', ...down(19)] },
	{ name: '40x10', columns: 40, rows: 10, press: [keys.down, keys.right] },
	{ name: '40x10-namespaces', columns: 40, rows: 10, press: [...down(4), keys.tab] },
	{ name: '40x10-timeline', columns: 40, rows: 10, press: [keys.tab, ...toTimeline, 'a'] },
	{ name: '80x24-ascii', columns: 80, rows: 24, press: [...down(5), 't'], options: { ascii: true, color: false } },
	{ name: '120x30-wide', columns: 120, rows: 30, press: ['w', ...down(5), keys.right] },
	{
		name: '120x30-node-events',
		columns: 120,
		rows: 30,
		press: [...toTimeline, 'a'],
		options: { demo: true, readOnly: '--read-only' },
	},
	{ name: '120x30-foreign-namespace', columns: 120, rows: 30, press: ['t', 'G', 'k', 'k'] },
	{ name: '80x24-broken', columns: 80, rows: 24, press: ['z'], store: createBrokenStore },
	{ name: '80x24-help', columns: 80, rows: 24, press: ['?'], store: createBrokenStore },
	{ name: '120x60-help', columns: 120, rows: 60, press: ['?'] },
	{ name: '80x24-filter', columns: 80, rows: 24, press: ['/', 'pau', '[a'] },
	{ name: '80x24-empty', columns: 80, rows: 24, press: [], store: createStore },
	{ name: '39x9', columns: 39, rows: 9, press: [] },
];

describe('exact frames', () => {
	test.each(scenes)('$name', async ({ name, columns, rows, press, options, store = createRichStore }) => {
		const ui = await renderApp({ columns, rows, options, store: store() });
		await ui.press(...press);
		const lines = ui.frame().split('\n');
		expect(lines).toHaveLength(rows);
		expectGolden(`ui/${name}.txt`, lines.join('\n'));
	});

	test('where only the API server answers, nothing is said of what runs on the node', async () => {
		const store = createStore();
		for (const observation of [...allLive(), ...listPods(buildRichPods())])
			if (observation.source === 'kube') store.dispatch(observation);
		const ui = await renderApp({ store });
		await ui.press('/', 'pause-test2', keys.enter, keys.right);
		expect(ui.lineWith('nginx')).toMatch(/nginx +- +Unknown .*api says running/);
		expect(ui.frame()).not.toContain('not running');
		expect(ui.lines()[0]).toMatch(/\d+ pods$/);
	});

	test('details of a pod, long lines broken', async () => {
		const yaml = `kind: Pod\nmetadata:\n  annotations:\n    note: ${'x'.repeat(120)}\n\tname: \x1b[31mred\n${'  more: yes\n'.repeat(30)}`;
		const ui = await renderApp({ columns: 80, rows: 24, readDetails: async () => yaml });
		await ui.press('d', keys.down);
		expectGolden('ui/80x24-details.txt', ui.frame());
	});
});

describe('a terminal that changes its size', () => {
	test('every frame has as many lines as the terminal, from 1×1 to 220×70', async () => {
		const ui = await renderApp();
		await ui.press('t');
		for (const [columns, rows] of [
			[80, 24],
			[40, 10],
			[39, 10],
			[1, 1],
			[60, 15],
			[60, 16],
			[60, 20],
			[220, 70],
		] as const) {
			await ui.resize(columns, rows);
			expect(ui.lines(), `${columns}×${rows}`).toHaveLength(rows);
			expect(Math.max(...ui.lines().map((line) => line.length)), `${columns}×${rows}`).toBeLessThanOrEqual(columns);
		}
	});

	test('a frame after a resize is the one that a terminal of that size shows from the start', async () => {
		const resized = await renderApp({ columns: 200, rows: 60 });
		await resized.press('t');
		await resized.resize(80, 24);
		const fresh = await renderApp({ columns: 80, rows: 24 });
		await fresh.press('t');
		expect(resized.frame()).toBe(fresh.frame());
	});
});
