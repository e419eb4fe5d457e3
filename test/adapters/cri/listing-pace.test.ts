import { expect, test } from 'vitest';
import { createListingPace } from '../../../source/adapters/cri/listing-pace.ts';

test('with events a listing repairs soon once, and then now and then', () => {
	const pace = createListingPace(30_000);
	expect([pace.next(true), pace.next(false), pace.next(true)]).toEqual([1_000, 30_000, 30_000]);
});

test('without events it is each second while things change, and slower when nothing does', () => {
	const pace = createListingPace(30_000);
	pace.next(true);
	pace.withoutEvents();
	expect([true, true, false, false, false, false, false].map(pace.next)).toEqual([
		1_000, 1_000, 1_500, 2_250, 3_375, 5_000, 5_000,
	]);
	expect(pace.next(true)).toBe(1_000);
});
