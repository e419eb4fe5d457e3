import { describe, expect, test } from 'vitest';
import { locate, nearestSelectable, selectAt } from '../../../source/ui/state/locate.ts';
import type { Row } from '../../../source/ui/state/row.ts';

const heading = (key: string): Row => ({ key, kind: 'heading', text: key });
const line = (key: string): Row => ({
	key,
	kind: 'unmatched',
	container: { id: key, name: key, runtime: 'docker', state: 'running' },
});
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => line(`row ${from + index}`));

describe('locate', () => {
	test('before anything was selected it is the first row, whichever that is', () => {
		expect(locate(lines(5), undefined, 3)).toEqual({ index: 0, top: 0 });
		expect(locate([heading('h'), ...lines(2)], undefined, 3)).toEqual({ index: 1, top: 0 });
	});

	test('keeps the row on its line when rows come and go above it', () => {
		const selection = { key: 'row 50', index: 50, line: 4 };
		expect(locate(lines(100), selection, 10)).toEqual({ index: 50, top: 46 });
		expect(locate(lines(70, 30), selection, 10)).toEqual({ index: 20, top: 16 });
	});

	test('leaves no blank below the last row and none above the first', () => {
		expect(locate(lines(100), { key: 'row 99', index: 99, line: 0 }, 10).top).toBe(90);
		expect(locate(lines(100), { key: 'row 1', index: 1, line: 8 }, 10).top).toBe(0);
		expect(locate(lines(4), { key: 'row 3', index: 3, line: 0 }, 10).top).toBe(0);
	});

	test('a window that got lower still shows the row', () => {
		const { index, top } = locate(lines(100), { key: 'row 50', index: 50, line: 30 }, 5);
		expect(index - top).toBeLessThan(5);
		expect(index).toBeGreaterThanOrEqual(top);
	});

	test('a row that is gone gives way to what it belonged to, else to what stands in its place', () => {
		const rows = [line('pod a'), line('pod b'), line('pod c')];
		expect(locate(rows, { key: 'pod b container nginx', index: 2, line: 2 }, 10).index).toBe(1);
		expect(locate(rows, { key: 'pod bb', index: 1, line: 1 }, 10).index).toBe(1);
		expect(locate(rows, { key: 'pod z', index: 7, line: 1 }, 10).index).toBe(2);
	});

	test('of nothing there is nothing', () => {
		expect(locate([], { key: 'row 1', index: 1, line: 1 }, 10)).toEqual({ index: -1, top: 0 });
		expect(selectAt([], 0, { index: -1, top: 0 }, 10)).toBeUndefined();
	});
});

test('nearestSelectable skips headings, downwards first', () => {
	const rows = [line('row 0'), heading('h'), line('row 1'), heading('last')];
	expect([0, 1, 2, 3].map((index) => nearestSelectable(rows, index))).toEqual([0, 2, 2, 2]);
	expect(nearestSelectable([heading('h')], 0)).toBe(-1);
});
