import { describe, expect, test } from 'vitest';
import { compareLines, compareTexts, normalizeText } from './normalize-text.ts';

describe('of two runs, the same is', () => {
	const pairs: [what: string, one: string, other: string][] = [
		['time of day', '12:04:31.170 die', '09:00:00 die'],
		['age and the width of its column', 'web  4 (20s ago)   2m31s  x', 'web  4 (3m ago)  27m  x'],
		['id', 'pause 76b9f085bd1c #1', 'pause 0123456789ab #1'],
		['pid and inode number', 'pid 21808 4026532259', 'pid 311 4026531833'],
		['length of a line', '──────', '────'],
		['where the API listens', 'https://127.0.0.1:40123', 'https://127.0.0.1:5123'],
		['time of an object', '2026-01-02T03:04:05.678Z', '2025-11-12T13:14:15Z'],
	];
	test.each(pairs)('%s', (_what, one, other) => {
		expect(compareTexts(one, other)).toEqual([]);
	});
});

describe('of two runs, not the same is', () => {
	const pairs: [what: string, one: string, other: string][] = [
		['READY', 'web 3/3 Running', 'web 2/3 Running'],
		['RESTARTS', 'web 3 (2s ago)', 'web 4 (2s ago)'],
		['attempt', 'pause 76b9f085bd1c #1', 'pause 76b9f085bd1c #0'],
		['a word', 'Running', 'Error'],
		['a mark', 'uts ≠', 'uts ='],
	];
	test.each(pairs)('%s', (_what, one, other) => {
		expect(compareTexts(one, other)).toEqual([`1 - ${normalizeText(one)}`, `1 + ${normalizeText(other)}`]);
	});

	test('a line that only one has', () => {
		expect(compareTexts('a\nb', 'a')).toEqual(['2 - b', '2 + ']);
	});
});

test('in any order, the same lines are the same, and another one is not', () => {
	expect(compareLines('b\na\nb', 'b\nb\na')).toEqual([]);
	expect(compareLines('a\nb', 'b\nb')).toEqual(['1 - a', '1 + b']);
	expect(compareTexts('a\nb', 'b\na')).toHaveLength(4);
});
