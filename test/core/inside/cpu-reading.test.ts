import { expect, test } from 'vitest';
import { advanceCpu } from '../../../source/core/inside/cpu-reading.ts';

test('the first reading has no percentage', () => {
	expect(advanceCpu(undefined, 10_000, 70)).toEqual({ total: 70, since: { at: 10_000, total: 70 } });
});

test('percent of one core since the reading before', () => {
	const first = advanceCpu(undefined, 10_000, 70);
	expect(advanceCpu(first, 12_000, 1_070).percent).toBe(50);
	expect(advanceCpu(first, 12_000, 4_070).percent).toBe(200);
	expect(advanceCpu(first, 12_000, 70).percent).toBe(0);
});

test('readings close together keep the percentage and the base they had', () => {
	const second = advanceCpu(advanceCpu(undefined, 0, 0), 1_000, 500);
	const soon = advanceCpu(second, 1_100, 510);
	expect(soon).toEqual({ total: 510, percent: 50, since: { at: 1_000, total: 500 } });
	expect(advanceCpu(soon, 2_000, 600).percent).toBe(10);
});

test('a counter or a clock that runs backwards begins anew', () => {
	const first = advanceCpu(undefined, 10_000, 70);
	expect(advanceCpu(first, 12_000, 60)).toEqual({ total: 60, since: { at: 12_000, total: 60 } });
	expect(advanceCpu(first, 9_000, 80).percent).toBeUndefined();
});
