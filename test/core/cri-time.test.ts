import { expect, test } from 'vitest';
import { parseNanoseconds } from '../../source/core/cri-time.ts';

test.each([
	['1795302354126583792', 1795302354126],
	// as a number its last digits would round up into the next millisecond
	['1795302354126999999', 1795302354126],
	[1795302354126583, 1795302354],
	['0', undefined],
	[0, undefined],
	['-6795364578871345152', undefined],
	['', undefined],
	['soon', undefined],
	[null, undefined],
	[Number.POSITIVE_INFINITY, undefined],
])('%j nanoseconds', (value, expected) => {
	expect(parseNanoseconds(value)).toBe(expected);
});
