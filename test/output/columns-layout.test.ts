import { expect, test } from 'vitest';
import { textWidth } from '../../source/format/width.ts';
import { type LayoutColumn, layOutTables } from '../../source/output/columns-layout.ts';

const columns: readonly LayoutColumn[] = [
	{ title: 'N', align: 'right' },
	{ title: 'NAME', least: 6, cut: 'middle' },
	{ title: 'TEXT', least: 8 },
];

test('as wide as needed, in the same places in every table', () => {
	const tables = [[['1', 'a', 'one']], [['200', 'a long name', 'two']]];
	expect(layOutTables(columns, tables)).toEqual([
		['  N  NAME         TEXT', '  1  a            one'],
		['  N  NAME         TEXT', '200  a long name  two'],
	]);
});

test('too narrow: the last column gives first, down to its least, then the one before', () => {
	const rows = [['7', 'abcdefghijkl', 'a text of some length']];
	expect(layOutTables(columns, [rows], 30)).toEqual([['N  NAME          TEXT', '7  abcdefghijkl  a text of so~']]);
	expect(layOutTables(columns, [rows], 22)).toEqual([['N  NAME       TEXT', '7  abcd~ijkl  a text ~']]);
});

test.each([80, 40, 19, 12, 3, 1])('never wider than %s columns, whatever is in the cells', (width) => {
	const rows = [['7', '名前'.repeat(20), '😀e\u0301'.repeat(30)]];
	for (const lines of layOutTables(columns, [rows], width))
		for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
});
