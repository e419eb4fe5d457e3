import { describe, expect, it } from 'vitest';
import { formatCells, formatTable, layoutColumns, type TableColumn } from '../../source/format/table.ts';
import { textWidth } from '../../source/format/width.ts';
import { createRandom } from './random-text.ts';

describe('formatTable', () => {
	it('prints what kubectl prints', () => {
		const headers = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
		const rows = [
			['crasher', '0/1', 'CrashLoopBackOff', '4 (20s ago)', '2m31s'],
			['pause-test2', '3/3', 'Running', '0', '27m'],
		];
		expect(formatTable(headers, rows)).toBe(
			[
				'NAME          READY   STATUS             RESTARTS      AGE',
				'crasher       0/1     CrashLoopBackOff   4 (20s ago)   2m31s',
				'pause-test2   3/3     Running            0             27m',
				'',
			].join('\n'),
		);
	});

	const rows: [string, string[], string[][], string][] = [
		['no rows', ['A', 'B'], [], 'A     B\n'],
		['no headers', [], [['a', 'b']], 'a     b\n'],
		['nothing', [], [], ''],
		['no trailing spaces', ['NAME', 'IP'], [['web', '']], 'NAME   IP\nweb\n'],
		['missing cells', ['NAME', 'IP', 'NODE'], [['web']], 'NAME   IP    NODE\nweb\n'],
		['more cells than headers', ['NAME'], [['web', 'x']], 'NAME\nweb    x\n'],
		['wide characters', ['NAME', 'AGE'], [['你好世界', '1s']], 'NAME       AGE\n你好世界   1s\n'],
	];
	it.each(rows)('%s', (_, headers, lines, expected) => {
		expect(formatTable(headers, lines)).toBe(expected);
	});
});

/** `index:width` of each place. */
function layout(columns: TableColumn[], width: number, gap?: number): string {
	return layoutColumns({ columns, width, ...(gap !== undefined && { gap }) })
		.map((place) => `${place.index}:${place.width}`)
		.join(' ');
}

describe('layoutColumns', () => {
	const columns: TableColumn[] = [
		{ priority: 2, widths: [9, 7] },
		{ priority: 0, widths: [4, 20], min: 8 },
		{ priority: 1, widths: [5, 3] },
		{ priority: 3, widths: [2, 10], min: 4 },
	];
	const rows: [number, string][] = [
		[100, '0:9 1:20 2:5 3:10'],
		[47, '0:9 1:20 2:5 3:10'],
		[46, '0:9 1:19 2:5 3:10'],
		[37, '0:9 1:10 2:5 3:10'],
		[35, '0:9 1:9 2:5 3:9'],
		[29, '0:9 1:8 2:5 3:4'],
		[28, '0:9 1:12 2:5'],
		[24, '0:9 1:8 2:5'],
		[23, '1:17 2:5'],
		[14, '1:8 2:5'],
		[13, '1:13'],
		[8, '1:8'],
		[3, '1:3'],
		[1, '1:1'],
		[0, ''],
		[-5, ''],
	];
	it.each(rows)('in %i: %s', (width, expected) => {
		expect(layout(columns, width)).toBe(expected);
	});

	it('of equal priority drops the rightmost first', () => {
		const equal = [5, 5, 5].map((width) => ({ priority: 1, widths: [width] }));
		expect(layout(equal, 11)).toBe('0:5 1:5');
	});

	it('counts the gap', () => {
		const two = [5, 5].map((width, priority) => ({ priority, widths: [width] }));
		expect(layout(two, 13, 3)).toBe('0:5 1:5');
		expect(layout(two, 12, 3)).toBe('0:5');
		expect(layout(two, 10, 0)).toBe('0:5 1:5');
	});

	it('without columns gives none', () => {
		expect(layout([], 80)).toBe('');
	});

	it('never overflows, and a wider terminal never loses or narrows a set of columns, for random columns', () => {
		const random = createRandom(1);
		const number = (max: number) => Math.floor(random() * max);
		for (let round = 0; round < 300; round++) {
			const some = Array.from({ length: number(8) }, (): TableColumn => {
				const column = { priority: number(4), widths: Array.from({ length: number(4) }, () => number(30)) };
				return random() < 0.5 ? column : { ...column, min: number(12) };
			});
			let before = new Set<number>();
			for (let width = 0; width < 120; width += 3) {
				const places = layoutColumns({ columns: some, width });
				const used = places.reduce((total, place) => total + place.width, Math.max(0, places.length - 1));
				expect(used).toBeLessThanOrEqual(width);
				expect(places.every((place) => place.width <= Math.max(0, ...(some[place.index]?.widths ?? [])))).toBe(true);
				const now = new Set(places.map((place) => place.index));
				expect([...before].filter((index) => !now.has(index))).toEqual([]);
				before = now;
			}
		}
	});
});

describe('formatCells', () => {
	const columns: TableColumn[] = [
		{ priority: 0, widths: [6], min: 4 },
		{ priority: 2, widths: [3] },
		{ priority: 1, widths: [4], align: 'right' },
	];
	const cells = ['crasher', 'net', '4'];

	it('cuts and aligns the cells that have a place', () => {
		expect(formatCells(cells, layoutColumns({ columns, width: 80 }))).toBe('crash… net    4');
		expect(formatCells(cells, layoutColumns({ columns, width: 10 }), { ellipsis: '~' })).toBe('cras~    4');
	});

	it('takes a missing cell as empty and is as wide as the layout', () => {
		const places = layoutColumns({ columns, width: 80, gap: 2 });
		expect(textWidth(formatCells(['a'], places, { gap: 2 }))).toBe(6 + 2 + 3 + 2 + 4);
	});
});
