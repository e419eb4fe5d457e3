import { describe, expect, test } from 'vitest';
import { keys } from '../helpers/ui-render.tsx';
import {
	type App,
	buildOnce,
	buildWeb,
	focused,
	highlighted,
	isOpen,
	openActions,
	paste,
	show,
} from './open-actions.tsx';

describe('a name that has to be typed', () => {
	const ask = (ui: App) => ui.press('x', 'j', keys.enter);

	test('does nothing before it is exact, not even cancel', async () => {
		const ui = await openActions();
		await ask(ui);
		await ui.press('onc', keys.enter);
		expect(isOpen(ui)).toBe(true);
		await ui.press(keys.right, keys.enter);
		expect(focused(ui)).toBe('Cancel');
		await ui.press('ex', keys.enter);
		expect(ui.lineWith('Type once to confirm')).toContain('differs');
		expect(ui.acted).toEqual([]);
		await ui.press(keys.backspace);
		expect(focused(ui)).toBe('Restart sandbox');
		await ui.press(keys.enter);
		expect(ui.acted).toMatchObject([[{ kind: 'restart-sandbox', confirmed: 'typed', target: { pod: 'once' } }]]);
	});

	test('letters that are keys elsewhere are text here', async () => {
		const ui = await openActions({ columns: 100, rows: 40 }, [buildOnce('xqjk-y')]);
		await ask(ui);
		await ui.press('x', 'q', 'j', 'k', '-', 'y');
		expect(ui.lineWith('Type')).toContain(': xqjk-y_');
		await ui.press(keys.enter);
		expect(ui.acted).toHaveLength(1);
	});

	test('can be pasted, but is not confirmed by the line break behind it', async () => {
		for (const text of [paste('once\r'), 'once\r']) {
			const ui = await openActions();
			await ask(ui);
			await ui.press(text);
			expect(ui.acted).toEqual([]);
			expect(focused(ui)).toBe('Restart sandbox');
			await ui.press(keys.enter);
			expect(ui.acted).toHaveLength(1);
		}
	});

	test('what is pasted is drawn harmless', async () => {
		const ui = await openActions();
		await ask(ui);
		await ui.press(paste('\x1b[2Jon\u202ece'));
		expect(ui.frame()).toContain('\\x1b[2Jon\\u202ece');
		expect(focused(ui)).toBe('Cancel');
	});

	test('with another incarnation in its place there is nothing left to type', async () => {
		const ui = await openActions();
		await ask(ui);
		await ui.press('once');
		show(ui.store, [buildWeb(0)]);
		await ui.settle();
		expect(ui.frame()).not.toContain('Type once');
		await ui.press(keys.right, keys.enter);
		expect(ui.acted).toEqual([]);
	});
});

describe('at every size', () => {
	test.each([
		[40, 10],
		[60, 16],
		[80, 24],
		[200, 60],
	])('%i×%i: menu and question fill the terminal exactly, and the answer is in sight', async (columns, rows) => {
		const name = `a-pod-with-a-name-${'x'.repeat(40)}`;
		const ui = await openActions({ columns, rows }, [buildOnce(name), buildWeb(0)]);
		await ui.press('x');
		expect(ui.lines()).toHaveLength(rows);
		for (let step = 0; step < 4; step++) {
			await ui.press('j');
			expect(highlighted(ui), 'the highlighted entry is in sight').toMatch(/Restart|Kill|Stop/);
			expect(ui.lines()).toHaveLength(rows);
		}
		await ui.press('g', 'j', keys.enter, ...Array(5).fill(keys.down));
		expect(ui.lines()).toHaveLength(rows);
		expect(Math.max(...ui.lines().map((line) => line.length))).toBeLessThanOrEqual(columns);
		expect(focused(ui)).toBe('Cancel');
		await ui.press(name);
		expect(focused(ui)).toBe('Restart sandbox');
		await ui.press(keys.enter);
		expect(ui.acted).toHaveLength(1);
	});
});
