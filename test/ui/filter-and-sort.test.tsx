import { describe, expect, test } from 'vitest';
import { keys } from '../helpers/ui-render.tsx';
import { renderApp } from './render-app.tsx';

const podNames = (frame: string) => [...frame.matchAll(/[▸▾] (\S+)/g)].map(([, name]) => name);

describe('the filter', () => {
	test('is live while it is typed, and a leading ! inverts it', async () => {
		const ui = await renderApp();
		await ui.press('/', 'with');
		expect(podNames(ui.frame())).toEqual(['with-init']);
		await ui.press(keys.ctrlU, '!pause');
		expect(podNames(ui.frame())).toEqual([
			'crasher',
			'done',
			'no-image',
			'on-host',
			'with-init',
			'static-web-worker-2',
		]);
	});

	test('finds a pod by a container, an id, an IP, its status or its kubeNamespace', async () => {
		const ui = await renderApp();
		for (const [text, names] of [
			['^init-mydb$', ['with-init']],
			['bef71601b9', ['pause-test2']],
			['10\\.244\\.255', ['on-host']],
			['crashloop', ['crasher']],
			['^kube-system/', ['static-web-worker-2']],
		] as const) {
			await ui.press('/', keys.ctrlU, text, keys.enter);
			expect(podNames(ui.frame()), text).toEqual(names);
		}
	});

	test('an invalid expression is said and changes nothing; going on typing mends it', async () => {
		const ui = await renderApp();
		await ui.press('/', 'done', '(');
		expect(ui.lines().at(-1)).toContain('unterminated group');
		expect(podNames(ui.frame())).toEqual(['done']);
		await ui.press('x)?');
		expect(ui.lines().at(-1)).not.toContain('unterminated');
		expect(podNames(ui.frame())).toEqual(['done']);
	});

	test('says when nothing matches, and escape brings everything back with the cursor where it was', async () => {
		const ui = await renderApp();
		await ui.press('jj', '/', 'nothing like it', keys.enter);
		expect(ui.frame()).toContain('nothing matches nothing like it');
		await ui.press(keys.escape);
		expect(podNames(ui.frame())).toHaveLength(8);
	});

	test('a typed q, / or space is text', async () => {
		const ui = await renderApp();
		await ui.press('/', 'q', '/', ' ');
		expect(ui.calls).toEqual([]);
		expect(ui.lines().at(-1)).toContain('/q/ ');
	});
});

describe('sorting', () => {
	test('goes through the columns and back to the order of kubectl', async () => {
		const ui = await renderApp();
		const before = podNames(ui.frame());
		const titles = [];
		for (let presses = 0; presses < 10; presses++) {
			await ui.press('o');
			titles.push(/(\w+)↑/.exec(ui.frame())?.[1]);
		}
		expect(titles).toEqual([
			'NAMESPACE',
			'POD',
			'READY',
			'STATUS',
			'RESTARTS',
			'AGE',
			'IP',
			'SANDBOX',
			undefined,
			'SHARES',
		]);
		await ui.press('o');
		expect(podNames(ui.frame())).toEqual(before);
	});

	test('by restarts, most first; what is equal stays in the order of kubectl', async () => {
		const ui = await renderApp();
		await ui.press('ooooo', 'O');
		expect(podNames(ui.frame()).slice(0, 4)).toEqual(['crasher', 'pause-test2', 'done', 'no-image']);
	});

	test('by age, youngest first, unknown last', async () => {
		const ui = await renderApp();
		await ui.press('oooooo');
		expect(podNames(ui.frame()).slice(0, 3)).toEqual(['crasher', 'no-image', 'done']);
	});

	test('the cursor stays on its pod', async () => {
		const ui = await renderApp();
		await ui.press('jj', 'ooooo', 'O');
		expect(ui.lineWith('[ ] to switch')).toContain('default/no-image');
	});
});
