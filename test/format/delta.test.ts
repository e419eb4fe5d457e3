import { describe, expect, it } from 'vitest';
import { formatDelta } from '../../source/format/delta.ts';

describe('formatDelta', () => {
	const rows: [number, string][] = [
		[0, '+0.00 s'],
		[4, '+0.00 s'],
		[-4, '+0.00 s'],
		[170, '+0.17 s'],
		[994, '+0.99 s'],
		[996, '+1.0 s'],
		[1900, '+1.9 s'],
		[-1900, '-1.9 s'],
		[-310, '-0.31 s'],
		[18_400, '+18.4 s'],
		[59_949, '+59.9 s'],
		[59_951, '+60s'],
		[61_000, '+61s'],
		[125_000, '+2m5s'],
		[-125_400, '-2m5s'],
		[Number.NaN, '+<unknown>'],
	];
	it.each(rows)('%s ms: %s', (delta, expected) => {
		expect(formatDelta(delta)).toBe(expected);
	});
});
