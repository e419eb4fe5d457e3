import '../helpers/force-color.ts';
import { expect, test } from 'vitest';
import { keys } from '../helpers/ui-render.tsx';
import { buildLines, renderLog } from './render-log.tsx';

const esc = '\x1b[';
const texts = [
	`plain ${esc}31mred${esc}0m plain`,
	`${esc}1;38;5;208morange${esc}0m ${esc}48;2;1;2;3mground${esc}0m`,
	`${esc}8;5mhidden${esc}0m ${esc}?25l${esc}2Jend`,
];

test('the colours that a log was written with are kept, and end with what they were meant for', async () => {
	const ui = await renderLog();
	await ui.write(buildLines(texts));
	const [red = '', orange = '', hidden = ''] = ui.lines().slice(3, 6);
	expect(red).toContain(`plain ${esc}31mred${esc}39m plain`);
	expect(orange).toContain(`${esc}1m${esc}38;5;208morange${esc}22m${esc}39m ${esc}48;2;1;2;3mground${esc}49m`);
	expect(hidden.trim()).toBe('hidden end');
});

test('a colour goes on in the next row of a wrapped line, and not into the next line', async () => {
	const ui = await renderLog({ columns: 40, rows: 12 });
	await ui.write(buildLines([`${esc}32m${'g'.repeat(50)}`, 'next']));
	const rows = ui.lines().slice(3, 6);
	expect(rows[0]).toContain(`${esc}32m${'g'.repeat(38)}${esc}39m`);
	expect(rows[1]).toContain(`${esc}32m${'g'.repeat(12)}${esc}39m`);
	expect(rows[2]?.trim()).toBe('next');
});

test('what is looked for is set off from them', async () => {
	const ui = await renderLog();
	await ui.write(buildLines(texts));
	await ui.press('/', 'n re', keys.enter);
	const [red = ''] = ui.lines().slice(3, 4);
	expect(red).toContain(`plai${esc}7m${esc}36mn re${esc}27m${esc}31md${esc}39m plain`);
});

test('without colours there are none', async () => {
	const ui = await renderLog({ options: { color: false } });
	await ui.write(buildLines(texts));
	const rows = ui
		.lines()
		.slice(3, 6)
		.map((line) => line.trim());
	expect(rows).toEqual(['plain red plain', 'orange ground', 'hidden end']);
});
