import { describe, expect, test } from 'vitest';
import { keymap } from '../../source/ui/keymap.ts';
import { keys } from '../helpers/ui-render.tsx';
import { renderApp } from './render-app.tsx';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const controls = Array.from({ length: 26 }, (_, index) => String.fromCharCode(1 + index));
const functionKeys = ['OP', 'OQ', 'OR', 'OS', ...[15, 17, 18, 19, 20, 21, 23, 24].map((code) => `[${code}~`)].map(
	(sequence) => `\x1b${sequence}`,
);
const named = Object.values(keys);
const meta = printable.map((key) => `\x1b${key}`);
const keyboard = [...printable, ...controls, ...functionKeys, ...named, ...meta];

/** Ways to take the keys away: for the whole run, and for now. */
const ways = [
	{ name: 'in a read-only run', options: { readOnly: '--read-only' }, before: [], skip: [] },
	// ctrl-o itself gives them back
	{ name: 'switched to read-only', options: {}, before: [keys.ctrlO], skip: [keys.ctrlO] },
] as const;

describe.each(ways)('$name', ({ options, before, skip }) => {
	test('no key of the keyboard acts, whatever comes after it', async () => {
		const ui = await renderApp({ options: { ...options, color: false } });
		await ui.press(...before);
		const pressed = keyboard.filter((key) => !skip.some((other) => other === key));
		// enter keeps what was typed as a filter, q leaves help and details: the next key comes upon the table again
		for (const key of pressed) await ui.press(key, keys.enter, keys.right, keys.enter, 'q', 'g');
		expect(ui.acted).toEqual([]);
		expect(ui.calls).not.toContain('look at kubelet');
		// they did arrive
		expect(ui.calls).toContain('quit');
		expect(ui.calls).toContain('relist');
	}, 60_000);

	test('none of these keys is in footer and help; help says why, the header that it is so', async () => {
		const ui = await renderApp({ columns: 120, rows: 100, options });
		await ui.press(...before);
		expect(ui.lines()[0]).toContain('READ-ONLY');
		expect(ui.lines().at(-1)).not.toContain('actions');
		await ui.press(' ');
		expect(ui.frame()).not.toContain('marked');
		await ui.press('?');
		const text = ui.frame().replace(/\s+/g, ' ');
		const others = keymap.filter(({ only }) => only !== 'acting').map(({ help }) => help);
		const acting = keymap.filter(
			({ only, help }) => only === 'acting' && !others.some((other) => other.includes(help)),
		);
		expect(
			acting.filter(({ help, group }) => text.includes(help) || (group !== 'Actions' && text.includes(group))),
		).toEqual([]);
		expect(text).toContain(
			`No key that changes anything on the node is bound: ${options === ways[0].options ? '--read-only' : 'switched on'}`,
		);
		expect(text.includes('ctrl-o')).toBe(options !== ways[0].options);
	});
});

test('ctrl-o takes the keys away with the marks, and gives them back', async () => {
	const ui = await renderApp({ options: { color: false } });
	await ui.press(' ', keys.ctrlO, 'x');
	expect(ui.frame()).not.toContain('Actions on');
	expect(ui.frame()).not.toContain('marked');
	await ui.press(keys.ctrlO);
	expect(ui.lines()[0]).not.toContain('READ-ONLY');
	await ui.press('x');
	expect(ui.frame()).toContain('Actions on');
});

test('on a narrow terminal it is still said', async () => {
	const ui = await renderApp({ columns: 80, rows: 24, options: { readOnly: '--read-only' } });
	expect(ui.lines()[0]).toMatch(/ READ-ONLY | RO /);
});

test('with the rights to act, a bare letter never acts: only enter on the button does', async () => {
	const ui = await renderApp({ options: { color: false } });
	for (const key of printable) {
		await ui.press(keys.ctrlK, keys.right, key);
		expect(ui.acted, key).toEqual([]);
		await ui.press(keys.escape, keys.escape);
	}
}, 60_000);
