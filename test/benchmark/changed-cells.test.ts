import { expect, test } from 'vitest';
import { countChangedCells } from './changed-cells.ts';

const before = 'web-1  1/1  Running  4s\nweb-2  1/1  Running  (4s ago)  10s';

test.each([
	[before, before, 0],
	[before, before.replace('  4s', '  5s'), 1],
	[before, before.replace('  4s', '  5s').replace('(4s ago)', '(5s ago)').replace('10s', '11s'), 3],
	// a text that moves is another one at either place
	[before, before.replace('  10s', '   9s'), 2],
	[before, 'web-1  1/1  Running  4s', 5],
	['', 'a', 1],
])('places that have changed: %j, %j', (old, now, count) => {
	expect(countChangedCells(old, now)).toBe(count);
});
