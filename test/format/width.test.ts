import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../source/format/escape.ts';
import { fitText, pad, type TruncateOptions, textWidth, truncate } from '../../source/format/width.ts';
import { createRandom, makeText } from './random-text.ts';

describe('textWidth', () => {
	const rows: [string, number][] = [
		['', 0],
		['pause', 5],
		['Zu\u0308rich', 6],
		['你好', 4],
		['안녕', 4],
		['😀', 2],
		['👨‍👩‍👧‍👦', 2],
		['🇩🇪', 2],
		['─●…', 3],
	];
	it.each(rows)('%s takes %i', (text, expected) => {
		expect(textWidth(text)).toBe(expected);
	});

	it('agrees with string-width for every character around the simple ones, alone and in a row', () => {
		const all = Array.from({ length: 0x2800 - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
		const different = all.filter((character) => {
			const row = `x${character}${character}x`;
			const asIs = { countAnsiEscapeCodes: true };
			return textWidth(character) !== stringWidth(character, asIs) || textWidth(row) !== stringWidth(row, asIs);
		});
		expect(different).toEqual([]);
	});
});

describe('truncate', () => {
	const rows: [text: string, width: number, options: TruncateOptions | undefined, expected: string][] = [
		['busybox', 7, undefined, 'busybox'],
		['busybox', 6, undefined, 'busyb…'],
		['busybox', 1, undefined, '…'],
		['busybox', 0, undefined, ''],
		['busybox', -3, undefined, ''],
		['busybox', 6, { ellipsis: '~' }, 'busyb~'],
		['busybox', 6, { ellipsis: '...' }, 'bus...'],
		['busybox', 2, { ellipsis: '...' }, 'bu'],
		['busybox', 6, { ellipsis: '' }, 'busybo'],
		['web-5f9dfb78dc-598p4', 13, { position: 'middle' }, 'web-5f…-598p4'],
		['web-5f9dfb78dc-598p4', 12, { position: 'middle' }, 'web-5f…598p4'],
		['web', 2, { position: 'middle' }, 'w…'],
		['web', 1, { position: 'middle' }, '…'],
		['web', 3, { position: 'middle' }, 'web'],
		['你好世界', 8, undefined, '你好世界'],
		['你好世界', 7, undefined, '你好世…'],
		['你好世界', 6, undefined, '你好…'],
		['你好世界', 7, { position: 'middle' }, '你好…界'],
		['你好世界', 6, { position: 'middle' }, '你…界'],
		['Zu\u0308rich', 3, undefined, 'Zu\u0308…'],
		['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, undefined, '👨‍👩‍👧‍👦…'],
		['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2, undefined, '…'],
	];
	it.each(rows)('%s to %i %o: %s', (text, width, options, expected) => {
		expect(truncate(text, width, options)).toBe(expected);
	});

	const variants: TruncateOptions[] = [
		{},
		{ position: 'middle' },
		{ ellipsis: '~' },
		{ ellipsis: '...', position: 'middle' },
		{ ellipsis: '你' },
	];
	it.each(variants)('never exceeds the width, for random text: %o', (options) => {
		const random = createRandom(20_261_121);
		for (let round = 0; round < 800; round++) {
			const raw = makeText(random, 24);
			const text = round % 2 ? escapeText(raw) : raw;
			const width = Math.floor(random() * 20);
			const cut = truncate(text, width, options);
			expect(textWidth(cut), JSON.stringify({ text, width })).toBeLessThanOrEqual(width);
			expect(truncate(cut, width, options)).toBe(cut);
			if (width > 0 && textWidth(text) <= width) {
				expect(cut).toBe(text);
			}
		}
	});

	it('does not look at more of a long text than it needs', () => {
		const endless = '你'.repeat(1_000_000);
		expect(truncate(endless, 9)).toBe('你你你你…');
	});
});

describe('pad and fitText', () => {
	const rows: [string, number, Parameters<typeof pad>[2], string][] = [
		['ab', 5, undefined, 'ab   '],
		['ab', 5, 'right', '   ab'],
		['ab', 5, 'center', ' ab  '],
		['你', 4, 'right', '  你'],
		['abcdef', 3, 'left', 'abcdef'],
		['', 2, 'center', '  '],
	];
	it.each(rows)('%s in %i %s', (text, width, align, expected) => {
		expect(pad(text, width, align)).toBe(expected);
	});

	it('fitText is exactly as wide as asked', () => {
		const random = createRandom(7);
		for (let round = 0; round < 1000; round++) {
			const width = Math.floor(random() * 16);
			expect(textWidth(fitText(escapeText(makeText(random, 20)), width, 'right'))).toBe(width);
		}
		expect(fitText('你好世界', 6)).toBe('你好… ');
	});
});
