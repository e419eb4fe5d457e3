import { describe, expect, test } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { keys } from '../helpers/ui-render.tsx';
import { type BuiltPod, buildPod, idOf, now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, listPods } from './rich-node.ts';

const pod = (name: string, seed: number, attempt = 0) =>
	buildPod({
		name,
		seed,
		ip: `10.244.0.${seed}`,
		sandboxes: [{ attempt }],
		containers: [{ name: 'main' }, { name: 'side' }],
	});
const pods = [pod('alpha', 1), pod('beta', 2), pod('gamma', 3), pod('delta', 4)];

const never = (built: BuiltPod): BuiltPod => ({
	...built,
	pod: { ...built.pod, spec: { ...built.pod.spec, restartPolicy: 'Never' } },
});

const open = (of: readonly BuiltPod[] = pods, size = { columns: 100, rows: 40 }) => {
	const store = createStore();
	for (const observation of [...allLive(), ...listPods(of)]) store.dispatch(observation);
	return renderApp({ ...size, store, options: { color: false } });
};

type App = Awaited<ReturnType<typeof open>>;
const footer = (ui: App) => ui.lines().at(-1) ?? '';
const words = (ui: App) => ui.frame().replace(/\s+/g, ' ');
const focused = (ui: App) => /▌\[([^\]]*)\]/.exec(ui.frame())?.[1];
/** Rows are alpha, beta, delta, gamma: kubectl's order. */
const marked = (ui: App) => ui.lines().flatMap((line) => /[▸▾]\*(\S+)/.exec(line)?.[1] ?? []);

describe('marks', () => {
	test('space marks and goes on, a second time unmarks, and the footer counts', async () => {
		const ui = await open();
		await ui.press(' ', ' ');
		expect(marked(ui)).toEqual(['alpha', 'beta']);
		expect(footer(ui)).toContain('2 pods marked');
		expect(ui.lineWith('▌')).toContain('delta');
		await ui.press('k', ' ');
		expect(marked(ui)).toEqual(['alpha']);
		expect(footer(ui)).toContain('1 pod marked');
	});

	test('stay with their pods when the order changes, and go with a pod that goes', async () => {
		const ui = await open();
		await ui.press(' ', 'j', ' ', 'o', 'o', 'O');
		expect(marked(ui)).toEqual(['delta', 'alpha']);
		for (const observation of listPods(pods.slice(1), now + second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(footer(ui)).toContain('1 pod marked');
	});

	test('of one kind only: a container does not join pods, nor are these lost', async () => {
		const ui = await open();
		await ui.press(' ', keys.right, 'jj', ' ');
		expect(words(ui)).toContain('only pods can join them');
		expect(footer(ui)).toContain('1 pod marked');
		await ui.press('k', ' ');
		expect(footer(ui), 'a pause stands for its pod').toContain('2 pods marked');
	});

	test('of containers are drawn at their rows', async () => {
		const ui = await open();
		await ui.press(keys.right, 'jj', ' ', ' ');
		expect(ui.lineWith(' * main')).toContain('Up');
		expect(ui.lineWith(' * side')).toContain('Up');
		expect(footer(ui)).toContain('2 containers marked');
	});

	test('escape first clears the filter, then the marks, then folds', async () => {
		const ui = await open();
		await ui.press(keys.right, ' ', 'g', '/', 'a', keys.enter, keys.escape);
		expect(footer(ui)).toContain('1 pod marked');
		await ui.press(keys.escape);
		expect(footer(ui)).not.toContain('marked');
		expect(ui.frame()).toContain('▾');
		await ui.press(keys.escape);
		expect(ui.frame()).not.toContain('▾');
	});

	test('of pods that the filter hides are counted, and said to be hidden', async () => {
		const ui = await open();
		await ui.press(' ', ' ', '/', 'beta', keys.enter);
		expect(footer(ui)).toContain('2 pods marked, 1 not shown');
	});
});

describe('an action on marked rows', () => {
	test('asks once, counts, names them, and goes to each', async () => {
		const ui = await open();
		await ui.press(' ', ' ', 'x');
		expect(ui.lineWith('──')).toContain('Actions on 2 pods');
		await ui.press('j', keys.enter);
		expect(words(ui)).toContain('2 pods');
		expect(words(ui)).toContain('4 containers');
		for (const name of ['default/alpha', 'default/beta']) expect(words(ui)).toContain(name);
		expect(focused(ui)).toBe('Cancel');
		await ui.press(keys.right, keys.enter);
		expect(ui.acted).toHaveLength(1);
		expect(ui.acted[0]).toMatchObject([
			{ kind: 'restart-sandbox', confirmed: 'chosen', target: { pod: 'alpha', id: idOf(1, 0, 0) } },
			{ kind: 'restart-sandbox', confirmed: 'chosen', target: { pod: 'beta', id: idOf(2, 0, 0) } },
		]);
		expect(footer(ui)).not.toContain('marked');
	});

	test('goes to containers, where these are marked', async () => {
		const ui = await open();
		await ui.press(keys.right, 'jj', ' ', ' ', keys.ctrlK, keys.right, keys.enter);
		expect(ui.acted[0]).toMatchObject([
			{ kind: 'kill-container', target: { container: 'main' } },
			{ kind: 'kill-container', target: { container: 'side' } },
		]);
	});

	test('goes to none whose incarnation is gone when it is confirmed, and says so before', async () => {
		const ui = await open();
		await ui.press(' ', ' ', keys.ctrlK);
		for (const observation of listPods([pod('alpha', 1, 1), ...pods.slice(1)], now + second))
			ui.store.dispatch(observation);
		await ui.settle();
		expect(words(ui)).toMatch(/sandbox #0 .*replaced by #1/);
		await ui.press(keys.right, keys.enter);
		expect(ui.acted[0]).toMatchObject([{ target: { pod: 'beta' } }]);
		expect(ui.acted[0]).toHaveLength(1);
	});

	test('with all of them gone leaves only Cancel', async () => {
		const ui = await open();
		await ui.press(' ', ' ', keys.ctrlK);
		for (const observation of listPods([pod('alpha', 1, 1), pod('beta', 2, 1)], now + second))
			ui.store.dispatch(observation);
		await ui.settle();
		await ui.press(keys.right, keys.enter);
		expect(ui.acted).toEqual([]);
	});

	test('with one that wants its name typed, wants their number typed', async () => {
		const ui = await open([never(pod('alpha', 1)), ...pods.slice(1)]);
		await ui.press(' ', ' ', ' ', keys.ctrlK, keys.enter);
		await ui.press(keys.ctrlK);
		expect(words(ui)).toContain('Type 3 to confirm');
		await ui.press('2', keys.enter);
		expect(ui.acted).toEqual([]);
		await ui.press(keys.backspace, '3', keys.enter);
		expect(ui.acted[0]).toHaveLength(3);
		expect(ui.acted[0]).toMatchObject([{ confirmed: 'typed' }, { confirmed: 'typed' }, { confirmed: 'typed' }]);
	});

	test('cancelled keeps the marks', async () => {
		const ui = await open();
		await ui.press(' ', ' ', 'x', keys.escape);
		expect(marked(ui)).toEqual(['alpha', 'beta']);
	});
});
