import { describe, expect, it } from 'vitest';
import { formatAge, formatAgo, formatRestarts, noteAges } from '../../source/format/age.ts';
import { formatElapsed } from '../../source/format/duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

describe('formatAge', () => {
	const rows: [number | undefined, string][] = [
		[undefined, '<unknown>'],
		[Number.NaN, '<unknown>'],
		[-year, '<invalid>'],
		[-2 * second, '<invalid>'],
		[-2 * second + 1, '0s'],
		[-second, '0s'],
		[-1, '0s'],
		[0, '0s'],
		[999, '0s'],
		[second, '1s'],
		[59 * second, '59s'],
		[60 * second, '60s'],
		[119 * second + 999, '119s'],
		[2 * minute, '2m'],
		[2 * minute + 999, '2m'],
		[2 * minute + second, '2m1s'],
		[2 * minute + 31 * second, '2m31s'],
		[9 * minute + 59 * second + 999, '9m59s'],
		[10 * minute, '10m'],
		[10 * minute + 59 * second, '10m'],
		[179 * minute + 59 * second, '179m'],
		[3 * hour, '3h'],
		[3 * hour + 59 * second, '3h'],
		[3 * hour + minute, '3h1m'],
		[7 * hour + 59 * minute + 59 * second, '7h59m'],
		[8 * hour, '8h'],
		[8 * hour + 59 * minute, '8h'],
		[47 * hour + 59 * minute, '47h'],
		[2 * day, '2d'],
		[2 * day + 59 * minute, '2d'],
		[2 * day + hour, '2d1h'],
		[2 * day + 4 * hour, '2d4h'],
		[7 * day + 23 * hour, '7d23h'],
		[8 * day, '8d'],
		[8 * day + 23 * hour, '8d'],
		[729 * day + 23 * hour, '729d'],
		[2 * year, '2y'],
		[2 * year + 23 * hour, '2y'],
		[2 * year + day, '2y1d'],
		[5 * year + 20 * day, '5y20d'],
		[8 * year - hour, '7y364d'],
		[8 * year, '8y'],
		[8 * year + 200 * day, '8y'],
		[20 * year, '20y'],
	];
	it.each(rows)('%s ms: %s', (duration, expected) => {
		expect(formatAge(duration)).toBe(expected);
	});

	it('never says more time than has passed', () => {
		const units: Record<string, number> = { y: year, d: day, h: hour, m: minute, s: second };
		for (let duration = 1; duration < 30 * year; duration = Math.ceil(duration * 1.003)) {
			const said = [...formatAge(duration).matchAll(/(\d+)([a-z])/g)].reduce(
				(total, [, count, unit]) => total + Number(count) * (units[unit ?? ''] ?? Number.NaN),
				0,
			);
			expect(said).toBeLessThanOrEqual(duration);
			expect(said).toBeGreaterThan(duration * 0.87 - second);
		}
	});
});

describe('formatRestarts', () => {
	const rows: [number, number | undefined, string][] = [
		[0, undefined, '0'],
		[0, 20 * second, '0'],
		[4, undefined, '4'],
		[4, 20 * second, '4 (20s ago)'],
		[4, -second, '4 (0s ago)'],
		[12, 5 * minute, '12 (5m ago)'],
	];
	it.each(rows)('%s restarts, the last %s ms ago: %s', (restarts, sinceLast, expected) => {
		expect(formatRestarts(restarts, sinceLast)).toBe(expected);
	});

	it('formatAgo is its part in brackets', () => {
		expect(formatAgo(5 * minute)).toBe('(5m ago)');
	});
});

describe('noteAges', () => {
	const durations = [
		...Array.from({ length: 400 }, (_, index) => index * 1_777 - 5_000),
		...Array.from({ length: 400 }, (_, index) => index * 77_777),
		...Array.from({ length: 400 }, (_, index) => index * 7_777_777),
	];

	it.each([
		['formatAge', formatAge],
		['formatElapsed', formatElapsed],
	])('of %s tells no longer than the text stays as it is', (_, format) => {
		const wrong = durations.filter((duration) => {
			const { result, agesLast } = noteAges(() => format(duration));
			return agesLast < 1 || format(duration + agesLast - 1) !== result;
		});
		expect(wrong).toEqual([]);
	});

	it('tells of the first among several that reads otherwise', () => {
		const { result, agesLast } = noteAges(() => [
			formatAge(3 * hour),
			formatAge(5 * minute + 300),
			formatAge(30 * day),
		]);
		expect(result).toEqual(['3h', '5m', '30d']);
		expect(agesLast).toBe(700);
	});

	it('is without end where no age is written', () => {
		expect(noteAges(() => [formatAge(undefined), 'text'])).toMatchObject({ agesLast: Number.POSITIVE_INFINITY });
	});
});
