import { describe, expect, it } from 'vitest';
import {
	durationSyntax,
	formatDuration,
	formatElapsed,
	formatOffset,
	parseDuration,
} from '../../source/format/duration.ts';

describe('parseDuration', () => {
	it.each([
		['10s', 10_000],
		['5m', 300_000],
		['1h30m', 5_400_000],
		['1.5h', 5_400_000],
		['250ms', 250],
		['1m500ms', 60_500],
		['2d', 172_800_000],
		['1w', 604_800_000],
		['0', 0],
		['0s', 0],
		[' 10s ', 10_000],
	])('%s is %i ms', (text, expected) => {
		expect(parseDuration(text)).toBe(expected);
	});

	it.each(['', '10', 's', '-5m', '5 m', '1h30', '5M', '5y', '1..5s', '.5s', '1e3s', 'soon', `${'9'.repeat(400)}s`])(
		'%j is not a duration',
		(text) => {
			expect(parseDuration(text)).toBeUndefined();
		},
	);

	it('takes the examples of its own message', () => {
		const examples = durationSyntax.match(/\d\w+/g) ?? [];
		expect(examples).toHaveLength(3);
		expect(examples.map(parseDuration)).not.toContain(undefined);
	});
});

describe('formatDuration', () => {
	it.each([
		[0, '0ms'],
		[-5, '0ms'],
		[0.4, '0ms'],
		[412.4, '412ms'],
		[999.4, '999ms'],
		[999.6, '1.0s'],
		[1940, '1.9s'],
		[1950, '2.0s'],
		[59_940, '59.9s'],
		[59_960, '1m'],
		[151_000, '2m31s'],
		[599_400, '9m59s'],
		[599_600, '10m'],
		[27 * 60_000, '27m'],
		[185 * 60_000, '3h5m'],
		[52 * 3_600_000, '2d4h'],
	])('%d ms is %s', (milliseconds, expected) => {
		expect(formatDuration(milliseconds)).toBe(expected);
	});

	it('never takes more than six columns within two years', () => {
		for (let milliseconds = 1; milliseconds < 2 * 365 * 86_400_000; milliseconds = milliseconds * 1.01 + 1) {
			expect(formatDuration(milliseconds).length, String(milliseconds)).toBeLessThanOrEqual(6);
		}
	});
});

describe('formatElapsed', () => {
	it.each([
		[-1, '0s'],
		[999, '0s'],
		[3900, '3s'],
		[59_999, '59s'],
		[60_000, '1m'],
		[151_900, '2m31s'],
		[3_600_000, '60m'],
	])('%d ms is %s', (milliseconds, expected) => {
		expect(formatElapsed(milliseconds)).toBe(expected);
	});
});

describe('formatOffset', () => {
	it.each([
		[-3, '+0.00s'],
		[4, '+0.00s'],
		[839, '+0.84s'],
		[1412, '+1.41s'],
		[41_000, '+41.00s'],
		[59_994, '+59.99s'],
		[59_996, '+1m'],
		[151_000, '+2m31s'],
	])('%d ms is %s', (milliseconds, expected) => {
		expect(formatOffset(milliseconds)).toBe(expected);
	});
});
