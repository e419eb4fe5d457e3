import { describe, expect, it } from 'vitest';
import { formatClock } from '../../source/format/clock.ts';

describe('formatClock', () => {
	const local = new Date(2026, 10, 21, 12, 4, 31, 170).getTime();
	const utc = Date.UTC(2026, 10, 21, 2, 4, 1, 7);
	const rows: [number, Parameters<typeof formatClock>[1], string][] = [
		[local, undefined, '12:04:31'],
		[local, { milliseconds: true }, '12:04:31.170'],
		[utc, { utc: true }, '02:04:01'],
		[utc, { utc: true, milliseconds: true }, '02:04:01.007'],
		[0, { utc: true }, '00:00:00'],
		[Number.NaN, {}, '--:--:--'],
		[Number.POSITIVE_INFINITY, { milliseconds: true }, '--:--:--.---'],
	];
	it.each(rows)('%s %o: %s', (time, options, expected) => {
		expect(formatClock(time, options)).toBe(expected);
	});
});
