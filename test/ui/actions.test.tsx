import { describe, expect, test } from 'vitest';
import { keys } from '../helpers/ui-render.tsx';
import { buildPod, idOf, now, second } from './node-builders.ts';
import { buildOnce, buildWeb, focused, highlighted, isOpen, openActions, paste, show, words } from './open-actions.tsx';

describe('the menu of actions', () => {
	test('opens at Cancel, has the kubelet looked for, and enter there does nothing', async () => {
		const ui = await openActions();
		await ui.press('j', 'x');
		expect(ui.lineWith('──')).toContain('Actions on default/web');
		expect(highlighted(ui)).toContain('Cancel');
		expect(ui.calls).toEqual(['look at kubelet']);
		await ui.press(keys.enter);
		expect(isOpen(ui)).toBe(false);
		expect(ui.acted).toEqual([]);
	});

	test('leaves the table where it was, with its row selected', async () => {
		const ui = await openActions();
		await ui.press('j');
		const table = ui.lines().slice(0, 5);
		await ui.press('x');
		expect(ui.lines().slice(0, 5)).toEqual(table);
	});

	test('says of each entry what it comes to, and of the highlighted one what would happen', async () => {
		const ui = await openActions();
		const id = idOf(1, 0, 0).slice(0, 12);
		await ui.press('j', 'x', 'j');
		expect(highlighted(ui)).toMatch(new RegExp(`Restart sandbox +docker stop.* ${id}`));
		expect(ui.lineWith('Kill pause')).toMatch(new RegExp(`docker kill.* ${id}`));
		expect(words(ui)).toMatch(/nginx.*ghost/);
	});

	test('on a container row has its actions first, and the whole pod after them', async () => {
		const ui = await openActions();
		await ui.press('j', keys.right, 'jj', 'x');
		expect(ui.lineWith('──')).toContain('Actions on nginx of default/web');
		const lines = ui.lines().slice(ui.lines().findIndex((line) => line.includes('Actions on')));
		const at = (text: string) => lines.findIndex((line) => line.includes(text));
		expect(at('docker kill')).toBeGreaterThan(0);
		expect(at('the whole pod')).toBeGreaterThan(at('docker kill'));
		expect(at('Restart sandbox')).toBeGreaterThan(at('the whole pod'));
		await ui.press('j', keys.enter, keys.tab, keys.enter);
		expect(ui.acted).toMatchObject([
			[{ kind: 'restart-container', target: { id: idOf(1, 1, 0), container: 'nginx', attempt: 0 } }],
		]);
	});

	test('shows what cannot be done, and why, and does not ask about it', async () => {
		const done = buildPod({
			name: 'done',
			seed: 3,
			sandboxes: [{ attempt: 0, state: 'exited', exitCode: 0, finishedAgo: 60 * second }],
			containers: [],
		});
		const ui = await openActions({ columns: 100, rows: 40 }, [done]);
		await ui.press('x', 'j');
		expect(highlighted(ui)).toContain('not now: ');
		expect(words(ui)).toContain('cannot be done: ');
		await ui.press(keys.enter);
		expect(ui.lineWith('──')).toContain('Actions on');
	});

	test('what belongs to no pod has none, and it says so until the next key', async () => {
		const ui = await openActions();
		const before = ui.lines().slice(0, 10);
		await ui.press('G', 'x');
		expect(ui.frame()).toContain('it belongs to no pod');
		expect(ui.lines().at(-2)).toContain('no kubelet would bring it back');
		await ui.press('g');
		expect(ui.frame()).not.toContain('no kubelet would bring it back');
		expect(ui.lines().slice(3, 10)).toEqual(before.slice(3));
	});
});

describe('the question', () => {
	test('names the object, begins at Cancel, and acts on the very incarnation, once', async () => {
		const ui = await openActions();
		await ui.press('j', 'x', 'j', keys.enter);
		expect(ui.frame()).toContain('Restart sandbox #0 of default/web?');
		expect(focused(ui)).toBe('Cancel');
		await ui.press(keys.right);
		expect(focused(ui)).toBe('Restart sandbox');
		await ui.press(keys.enter, keys.enter);
		expect(isOpen(ui)).toBe(false);
		expect(ui.acted).toEqual([
			[
				expect.objectContaining({
					kind: 'restart-sandbox',
					means: 'docker-stop',
					confirmed: 'chosen',
					target: expect.objectContaining({
						podUid: '00000000-0000-4000-8000-000000000001',
						kubeNamespace: 'default',
						pod: 'web',
						role: 'sandbox',
						id: idOf(1, 0, 0),
						attempt: 0,
						runtime: 'docker',
						pid: 20_100,
						startTicks: 201_000,
					}),
				}),
			],
		]);
	});

	test.each([
		['enter on Cancel', [keys.enter]],
		['escape', [keys.escape]],
		['there and back', [keys.right, keys.left, keys.enter]],
		['y', ['y', keys.enter]],
		['Y', ['Y', keys.enter]],
	])('%s does nothing to the node', async (_, answer) => {
		const ui = await openActions();
		await ui.press('j', keys.ctrlK, ...answer);
		expect(isOpen(ui)).toBe(false);
		expect(ui.acted).toEqual([]);
	});

	test('an enter that comes together with other keys confirms nothing', async () => {
		const ui = await openActions();
		await ui.press('j', keys.ctrlK, '\t\r');
		expect(focused(ui)).toBe('Kill pause');
		expect(ui.acted).toEqual([]);
		await ui.press(keys.enter);
		expect(ui.acted).toHaveLength(1);
	});

	test('pasted text is no keys', async () => {
		const ui = await openActions();
		await ui.press('j', paste('x\x0b'), paste('q'));
		expect(isOpen(ui)).toBe(false);
		await ui.press(keys.ctrlK, paste('\t\r'), paste('\r'));
		expect(focused(ui)).toBe('Cancel');
		expect(ui.calls).not.toContain('quit');
		expect(ui.acted).toEqual([]);
	});

	test('on a terminal that has become too small to show it, it is not answered', async () => {
		const ui = await openActions();
		await ui.press('j', keys.ctrlK, keys.right);
		await ui.resize(30, 8);
		await ui.press(keys.enter);
		expect(ui.acted).toEqual([]);
	});

	test('a sandbox that has been replaced meanwhile leaves only Cancel, and says so at once', async () => {
		const ui = await openActions();
		await ui.press('j', 'x', 'j', keys.enter, keys.right);
		expect(focused(ui)).toBe('Restart sandbox');
		show(ui.store, [buildOnce(), buildWeb(1)]);
		await ui.settle();
		expect(words(ui)).toMatch(/It cannot be done: sandbox #0 .* (gone|ended).*replaced by #1/);
		expect(focused(ui)).toBe('Cancel');
		expect(ui.frame()).not.toContain('[Restart sandbox]');
		await ui.press(keys.right, keys.enter);
		expect(ui.acted).toEqual([]);
		// the enter may have been meant for the button that was there a moment ago
		expect(ui.frame()).not.toContain('Confirm');
		expect(words(ui)).toMatch(/nothing was done: sandbox #0 .*replaced by #1/);
	});

	test('on a frozen screen it is about the incarnation that is shown, and knows that it is gone', async () => {
		const ui = await openActions();
		await ui.press('j', 'z');
		show(ui.store, [buildOnce(), buildWeb(1)]);
		await ui.settle();
		await ui.press(keys.ctrlK);
		expect(ui.frame()).toContain('Kill pause #0 of default/web?');
		expect(words(ui)).toContain('It cannot be done: sandbox #0');
	});

	test('a kubelet that goes away while one reads is said', async () => {
		const ui = await openActions();
		await ui.press('j', 'x', 'j', keys.enter);
		expect(ui.lineWith('!!')).toBeUndefined();
		ui.store.dispatch({ at: now + second, source: 'proc', kind: 'kubelet', running: false });
		await ui.settle();
		expect(ui.lineWith('!!')).toMatch(/kubelet/);
	});
});

describe('ctrl-k', () => {
	test('asks whether to kill the pause, on a container row the container', async () => {
		const ui = await openActions();
		await ui.press('j', keys.ctrlK);
		expect(ui.frame()).toContain('Kill pause #0 of default/web?');
		await ui.press(keys.escape, keys.right, 'jj', keys.ctrlK);
		expect(ui.frame()).toContain('Kill nginx #0 of default/web?');
		await ui.press(keys.right, keys.enter);
		expect(ui.acted).toMatchObject([
			[{ kind: 'kill-container', means: 'docker-kill', target: { container: 'nginx' } }],
		]);
	});
});
