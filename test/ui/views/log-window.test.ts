import { describe, expect, test } from 'vitest';
import { createLogBuffer } from '../../../source/core/log/log-buffer.ts';
import { textWidth } from '../../../source/format/width.ts';
import type { Segment } from '../../../source/ui/columns/column.ts';
import { breakSegments, type LogStyle } from '../../../source/ui/views/log-rows.ts';
import { selectLogWindow, stepBack, stepForward } from '../../../source/ui/views/log-window.ts';
import { buildLines } from '../render-log.tsx';

const style: LogStyle = {
	columns: 12,
	wrap: true,
	shift: 0,
	timestamps: false,
	color: false,
	utc: true,
	ellipsis: '~',
	marker: '>',
};

const textOf = (rows: readonly (readonly Segment[])[]) =>
	rows.map((row) =>
		row
			.map(({ text }) => text)
			.join('')
			.slice(2),
	);

/** Lines of 0 to 40 columns, in rows of 10. */
function createBuffer(count: number, lines = 1_000) {
	const buffer = createLogBuffer({ lines });
	buffer.add(buildLines(Array.from({ length: count }, (_, index) => String(index % 10).repeat((index * 7) % 41))));
	return buffer;
}

describe('the window of a log', () => {
	test.each([1, 3, 8])('of %i rows passes every row once on the way down, and on the way up', (height) => {
		const buffer = createBuffer(60);
		const all = textOf(selectLogWindow(buffer, { line: 0, row: 0 }, style, 10_000).rows);
		expect(all.join('')).toHaveLength(
			Array.from({ length: 60 }, (_, index) => (index * 7) % 41).reduce((a, b) => a + b),
		);
		for (let at = 0; at + height <= all.length; at++) {
			const place = stepForward(buffer, { line: 0, row: 0 }, style, at);
			expect(textOf(selectLogWindow(buffer, place, style, height).rows)).toEqual(all.slice(at, at + height));
			expect(stepBack(buffer, place, style, at)).toEqual({ line: 0, row: 0 });
		}
	});

	test('ends with the newest row when it follows, or when it is too far down to be filled', () => {
		const buffer = createBuffer(60);
		const followed = selectLogWindow(buffer, undefined, style, 5);
		expect([followed.atEnd, followed.last, followed.rows.length]).toEqual([true, 59, 5]);
		expect(selectLogWindow(buffer, { line: 59, row: 0 }, style, 5)).toEqual(followed);
		expect(selectLogWindow(buffer, { line: 500, row: 3 }, style, 5)).toEqual(followed);
	});

	test('of lines that have been let go begins with the oldest that is there', () => {
		const buffer = createBuffer(100, 20);
		expect(selectLogWindow(buffer, { line: 3, row: 2 }, style, 4).top).toEqual({ line: 80, row: 0 });
		expect(stepBack(buffer, { line: 85, row: 0 }, style, 1_000)).toEqual({ line: 80, row: 0 });
	});

	test('of nothing is empty, and at the end', () => {
		expect(selectLogWindow(createLogBuffer(), { line: 7, row: 1 }, style, 4)).toMatchObject({ rows: [], atEnd: true });
	});
});

describe('rows of a line', () => {
	test.each(['', 'short', 'x'.repeat(95), '日本語のログ行', 'a日b本c語d🙂e', '🙂'.repeat(9), 'e\u0301'.repeat(20)])(
		'%j are never too wide, and together the line',
		(text) => {
			for (const width of [1, 2, 3, 10]) {
				const segments = [{ text: text.slice(0, 4) }, { text: text.slice(4), tone: 'badge' }] as const;
				const rows = breakSegments(segments, width);
				const texts = rows.map((row) => row.map((segment) => segment.text).join(''));
				expect(texts.join('')).toBe(text);
				// what is wider than the terminal cannot be broken
				for (const row of texts) expect(textWidth(row)).toBeLessThanOrEqual(Math.max(2, width));
			}
		},
	);
});
