import { describe, expect, test } from 'vitest';
import { breakLine, wrapWords } from '../../../source/format/wrap.ts';
import { cutSegments, segmentsWidth, spreadLine } from '../../../source/ui/views/line.ts';

const textOf = (segments: readonly { text: string }[]) => segments.map(({ text }) => text).join('');

describe('cutSegments', () => {
	const segments = [{ text: 'abc' }, { text: 'def', tone: 'bad' as const }, { text: '漢字' }];

	test('leaves what fits', () => {
		expect(cutSegments(segments, 10, '…')).toEqual(segments);
	});

	test.each([
		[9, 'abcdef漢…'],
		[8, 'abcdef…'],
		[6, 'abcde…'],
		[3, 'ab…'],
		[1, '…'],
		[0, ''],
	])('at %i', (width, expected) => {
		const cut = cutSegments(segments, width, '…');
		expect(textOf(cut)).toBe(expected);
		expect(segmentsWidth(cut)).toBeLessThanOrEqual(width);
	});
});

test('spreadLine puts the right part at the edge, and lets it go where both do not fit', () => {
	expect(textOf(spreadLine([{ text: 'ab' }], [{ text: 'yz' }], 6, '…').segments)).toBe('ab  yz');
	expect(textOf(spreadLine([{ text: 'abcd' }], [{ text: 'yz' }], 6, '…').segments)).toBe('abcd');
});

describe('breaking', () => {
	test('breakLine keeps every character', () => {
		expect(breakLine('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
		expect(breakLine('漢字漢', 3)).toEqual(['漢', '字', '漢']);
		expect(breakLine('', 3)).toEqual(['']);
	});

	test('wrapWords breaks between words, and within one that is too long', () => {
		expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
		expect(wrapWords('a /var/run/docker.sock', 8)).toEqual(['a', '/var/run', '/docker.', 'sock']);
	});
});
