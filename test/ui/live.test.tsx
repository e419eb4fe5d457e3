import { describe, expect, test } from 'vitest';
import type { PodView } from '../../source/core/node-view.ts';
import { createStore } from '../../source/store/create-store.ts';
import { createSelectScreen } from '../../source/ui/state/screen-model.ts';
import { initialScreenState } from '../../source/ui/state/screen-state.ts';
import { createSelectFrame } from '../../source/ui/views/frame-lines.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildPod, now, second } from './node-builders.ts';
import { plainOptions, renderApp } from './render-app.tsx';
import { allLive, buildRichPods, createRichStore, listPods } from './rich-node.ts';

const manyPods = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		buildPod({ name: `pod-${String(index).padStart(5, '0')}`, seed: index + 10, containers: [{ name: 'main' }] }),
	);

function createStoreOf(pods: ReturnType<typeof manyPods>) {
	const store = createStore();
	for (const observation of [...allLive(), ...listPods(pods)]) store.dispatch(observation);
	return store;
}

/** From the pane in front at the beginning. */
const toTimeline = [']', ']', ']'];

const selectedPod = (line: string | undefined) => / ((?:default|kube-system)\/[\w-]+)/.exec(line ?? '')?.[1];

describe('while the node changes', () => {
	test('ages grow with the clock, and nothing else moves', async () => {
		const ui = await renderApp();
		const before = ui.lines();
		ui.store.dispatch({ at: now + 3 * second, source: 'clock', kind: 'tick' });
		await ui.settle();
		const changed = ui.lines().filter((line, index) => line !== before[index]);
		expect(changed.map((line) => line.replace(/\s+/g, ' ').trim().slice(0, 60))).toEqual([
			'default ▸ crasher 0/1 CrashLoopBackOff 4 (23s ago) 2m34s 10.',
			'default ▸ no-image 0/1 ImagePullBackOff 0 4m3s 10.244.0.11 4',
			'default ▸ pause-test2 3/3 Running 3 (17s ago) 27m 10.244.0.7',
		]);
	});

	test('the cursor stays on its pod, on the same line where that is possible, as others come and go', async () => {
		const pods = manyPods(60);
		const ui = await renderApp({ columns: 80, rows: 24, store: createStoreOf(pods) });
		await ui.press(...Array.from({ length: 30 }, () => keys.down));
		const lineOf = () => ui.lines().findIndex((line) => line.includes('pod-00030'));
		const line = lineOf();
		for (const observation of listPods(pods.slice(7), now + second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(selectedPod(ui.lineWith('[ ] to switch'))).toBe('default/pod-00030');
		expect(lineOf()).toBe(line);
		for (const observation of listPods(pods, now + 2 * second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(lineOf()).toBe(line);
	});

	test('when its pod is deleted the cursor goes to the one in its place and stays there', async () => {
		const pods = manyPods(5);
		const ui = await renderApp({ columns: 80, rows: 24, store: createStoreOf(pods) });
		await ui.press('jj');
		const without = (index: number) => pods.filter((_, at) => at !== index);
		for (const observation of listPods(without(2), now + second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(selectedPod(ui.lineWith('[ ] to switch'))).toBe('default/pod-00003');
		for (const observation of listPods(pods, now + 2 * second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(selectedPod(ui.lineWith('[ ] to switch'))).toBe('default/pod-00003');
	});

	test('the cursor on a container stays through its restart', async () => {
		const build = (attempt: number) => [
			buildPod({ name: 'web', seed: 1, containers: [{ name: 'nginx', attempt }, { name: 'ghost' }] }),
		];
		const ui = await renderApp({ store: createStoreOf(build(0)), options: { color: false } });
		await ui.press(keys.right, 'jj');
		expect(ui.lineWith('▌')).toMatch(/nginx .*#0/);
		for (const observation of listPods(build(1), now + second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(ui.lineWith('▌')).toMatch(/nginx .*#1/);
	});
});

describe('while only the clock goes on', () => {
	const tick = (store: ReturnType<typeof createStoreOf>, at: number) =>
		store.dispatch({ at, source: 'clock', kind: 'tick' });
	// its pods are 27 minutes old, to the second
	const open = async () => {
		const store = createStoreOf(manyPods(5));
		const ui = await renderApp({ columns: 120, rows: 24, store });
		return { store, ui };
	};

	test('nothing is drawn before an age reads otherwise, and then at once', async () => {
		const { store, ui } = await open();
		await ui.settle();
		const drawn = ui.frames.length;
		const before = ui.frame();
		for (let passed = 1; passed < 5; passed++) tick(store, now + passed * second);
		await ui.settle();
		expect(ui.frames.length).toBe(drawn);
		for (let passed = 5; passed <= 60; passed++) {
			tick(store, now + passed * second);
			await ui.settle();
		}
		expect(ui.frame()).not.toBe(before);
		expect(ui.frames.length - drawn).toBeLessThanOrEqual(14);
	});

	test('a key is answered with what the clock says by then', async () => {
		const { store, ui } = await open();
		tick(store, now + second);
		const drawn = ui.frames.length;
		await ui.press('j');
		expect(ui.frames.length).toBeGreaterThan(drawn);
	});

	test('a change is drawn at once', async () => {
		const { store, ui } = await open();
		for (const observation of listPods(manyPods(6), now + second)) store.dispatch(observation);
		await ui.settle();
		expect(ui.frame()).toContain('pod-00005');
	});

	test('with a menu open each second is drawn, for it says how long something lasts', async () => {
		const { store, ui } = await open();
		await ui.press('x');
		const drawn = ui.frames.length;
		tick(store, now + second);
		await ui.settle();
		expect(ui.frames.length).toBeGreaterThan(drawn);
	});
});

describe('freeze', () => {
	test('stops the whole screen until it is let go, while the cursor still moves', async () => {
		const ui = await renderApp();
		await ui.press('z');
		const frozen = ui.frame();
		for (const observation of listPods(buildRichPods().slice(3), now + 60 * second)) ui.store.dispatch(observation);
		await ui.settle();
		expect(ui.frame()).toBe(frozen);
		await ui.press('j');
		expect(selectedPod(ui.lineWith('[ ] to switch'))).toBe('default/done');
		await ui.press('z');
		expect(ui.frame()).not.toContain('crasher');
		expect(ui.frame()).not.toContain('FROZEN');
	});
});

describe('the timeline', () => {
	const event = (index: number) => ({
		key: `extra-${index}`,
		at: now + index * 10,
		source: 'docker',
		type: 'start',
		kubeNamespace: 'default',
		pod: 'crasher',
		podUid: '00000000-0000-4000-8000-000000000001',
		message: `extra ${index}`,
	});

	test('follows the newest, stays where it was held, and follows again', async () => {
		const ui = await renderApp();
		await ui.press(...toTimeline, 'F');
		const events = Array.from({ length: 30 }, (_, index) => event(index));
		ui.store.dispatch({ at: now + second, source: 'docker', kind: 'events', events });
		await ui.settle();
		expect(ui.lineWith('Timeline')).toContain('held, ');
		expect(ui.frame()).not.toContain('extra 29');
		await ui.press('F');
		expect(ui.frame()).toContain('extra 29');
		await ui.press('K', 'K', 'K');
		expect(ui.lineWith('Timeline')).toContain('held, 3 newer');
		expect(ui.frame()).not.toContain('extra 27');
		await ui.press('J', 'J', 'J');
		expect(ui.lineWith('Timeline')).toContain('following');
	});

	test('tells how many events were dropped', async () => {
		const ui = await renderApp({ columns: 140 });
		await ui.press(...toTimeline);
		const events = Array.from({ length: 5_200 }, (_, index) => event(index));
		ui.store.dispatch({ at: now + second, source: 'docker', kind: 'events', events });
		await ui.settle();
		expect(ui.lineWith('[ ] to switch')).toMatch(/following, \d+ older ones dropped/);
	});

	test('shows milliseconds only where the source knows them', async () => {
		const ui = await renderApp();
		await ui.press('jjjjj', ...toTimeline);
		expect(ui.lineWith('SandboxChanged')).toMatch(/^ {3}12:04:29 {6}api /);
		expect(ui.lineWith('kill')).toMatch(/^ {3}12:04:29\.041 {2}docker /);
	});
});

describe('five thousand pods', () => {
	test('are drawn through a window, whatever is unfolded', async () => {
		const ui = await renderApp({ columns: 100, rows: 30, store: createStoreOf(manyPods(5_000)) });
		await ui.press('G', 'k', 'k');
		expect(ui.lines()).toHaveLength(30);
		expect(ui.lines()[0]).toContain('5000 pods 10001 containers');
		expect(ui.frame()).toContain('pod-04999');
		await ui.press('t', 'g');
		expect(ui.lines()).toHaveLength(30);
		expect(ui.frame()).toContain('pod-00000');
		await ui.press('/', 'pod-0123', keys.enter);
		expect(ui.frame()).toContain('pod-01230');
		expect(ui.lines()).toHaveLength(30);
	}, 60_000);

	test('cost a tick or a step of the cursor no more rows than are in sight', () => {
		let reads = 0;
		const pods = Array.from({ length: 5_000 }, (_, index): PodView => {
			const name = `pod-${index}`;
			return {
				uid: name,
				name,
				kubeNamespace: 'default',
				matched: 'api',
				status: 'Running',
				sandboxes: [],
				containers: [],
				get createdAt() {
					reads++;
					return now;
				},
			};
		});
		const view = { pods, unmatched: [], hostNamespaces: {} };
		const selectScreen = createSelectScreen(() => view);
		const selectFrame = createSelectFrame();
		const node = createRichStore().get();
		const draw = (at: number, selection?: { key: string; index: number; line: number }) =>
			selectFrame(
				selectScreen({
					live: { ...node, now: at },
					screen: { ...initialScreenState, selection },
					size: { columns: 200, rows: 60 },
					options: plainOptions,
				}),
			);
		expect(draw(now)).toHaveLength(60);
		reads = 0;
		draw(now + second);
		draw(now + second, { key: 'pod pod-4000', index: 4000, line: 5 });
		expect(reads).toBeGreaterThan(0);
		// the cell asks twice: whether there is a time, and which
		expect(reads).toBeLessThanOrEqual(2 * 2 * 60);
	});
});
