import { describe, expect, it } from 'vitest';
import { createLogBuffer } from '../../../source/core/log/log-buffer.ts';
import type { LogLine } from '../../../source/core/log/log-line.ts';
import { type LogPattern, parseLogPattern } from '../../../source/core/log/log-pattern.ts';
import { createLogSearch } from '../../../source/core/log/log-search.ts';

const line = (text: string): LogLine => ({ stream: 'stdout', text });
const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => line(`line ${from + index}`));

function pattern(text: string, options = {}): LogPattern {
	const parsed = parseLogPattern(text, options);
	if (!parsed || 'error' in parsed) throw new Error(`no pattern: ${text}`);
	return parsed;
}

describe('the buffer', () => {
	it('keeps the newest lines under their numbers, and says how many are gone', () => {
		const buffer = createLogBuffer({ lines: 10 });
		buffer.add(numbered(0, 7));
		buffer.add(numbered(7, 25));
		expect([buffer.first(), buffer.end()]).toEqual([15, 25]);
		expect(buffer.slice(0, 100)).toEqual(numbered(15, 25));
		expect(buffer.slice(20, 22)).toEqual(numbered(20, 22));
		expect([buffer.line(14), buffer.line(15)?.text, buffer.line(25)]).toEqual([undefined, 'line 15', undefined]);
	});

	it('keeps to its memory with long lines, and always the newest', () => {
		const buffer = createLogBuffer({ bytes: 10_000 });
		for (let count = 0; count < 100; count++) buffer.add([line('x'.repeat(1_000))]);
		expect(buffer.end() - buffer.first()).toBe(4);
		buffer.add([line('y'.repeat(100_000))]);
		expect(buffer.slice(0, 1_000).map(({ text }) => text.length)).toEqual([100_000]);
	});

	it('is emptied, and goes on counting', () => {
		const buffer = createLogBuffer();
		buffer.add(numbered(0, 3));
		const { version } = buffer;
		const before = version();
		buffer.clear();
		expect([buffer.first(), buffer.end(), version() > before]).toEqual([3, 3, true]);
	});

	it('takes in a million lines in little time', () => {
		const buffer = createLogBuffer();
		const chunk = numbered(0, 1_000);
		const before = performance.now();
		for (let count = 0; count < 1_000; count++) buffer.add(chunk);
		expect(performance.now() - before).toBeLessThan(2_000);
		expect([buffer.first(), buffer.end()]).toEqual([990_000, 1_000_000]);
	});
});

describe('a pattern', () => {
	it.each([
		['error', 'An ERROR here', true],
		['Error', 'An error here', false],
		['err.r', 'error', true],
		['^x', 'ax', false],
		['error', 'er\x1b[31mror', true],
		['31', 'er\x1b[31mror', false],
	])('%s in %j: %s', (text, log, expected) => expect(pattern(text).matches(log)).toBe(expected));

	it('plain takes signs as they stand', () => {
		expect(pattern('a.b(', { plain: true }).matches('xA.B(')).toBe(true);
		expect(pattern('a.b(', { plain: true }).matches('axb(')).toBe(false);
		expect(pattern('\\d-/[]{}^$|?*+', { plain: true }).matches('\\d-/[]{}^$|?*+')).toBe(true);
	});

	it('says where, and what is wrong', () => {
		expect(pattern('a+').places('xaaya')).toEqual([
			{ start: 1, end: 3 },
			{ start: 4, end: 5 },
		]);
		expect(pattern('x*').places('aaa')).toEqual([]);
		expect(pattern('a').places('a'.repeat(10_000))).toHaveLength(100);
		expect(parseLogPattern('(')).toEqual({ error: expect.stringMatching(/unterminated group/) });
		expect(parseLogPattern('')).toBeUndefined();
	});
});

describe('a search', () => {
	it('looks at each line once, in portions, and forgets what is gone', () => {
		const buffer = createLogBuffer({ lines: 100 });
		let looks = 0;
		const search = createLogSearch(buffer, {
			matches(text) {
				looks++;
				return text.endsWith('0');
			},
			places: () => [],
		});
		buffer.add(numbered(0, 50));
		expect(search.update(20)).toBe(false);
		expect(search.matches()).toEqual([0, 10]);
		expect(search.update()).toBe(true);
		expect(search.update()).toBe(true);
		expect([looks, search.matches()]).toEqual([50, [0, 10, 20, 30, 40]]);
		buffer.add(numbered(50, 125));
		search.update();
		expect([looks, search.matches()]).toEqual([125, [30, 40, 50, 60, 70, 80, 90, 100, 110, 120]]);
		buffer.add(numbered(125, 400));
		search.update();
		// those that came and went in between were never looked at
		expect([looks, search.matches()[0]]).toEqual([225, 300]);
	});

	it('goes to the next and the previous, and around', () => {
		const buffer = createLogBuffer();
		buffer.add(numbered(0, 30));
		const search = createLogSearch(buffer, pattern('0$'));
		search.update();
		expect([search.next(0), search.next(15), search.next(20), search.previous(20), search.previous(0)]).toEqual([
			10, 20, 0, 10, 20,
		]);
		expect(createLogSearch(buffer, pattern('nothing')).next(3)).toBeUndefined();
	});
});
