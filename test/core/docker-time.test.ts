import { expect, test } from 'vitest';
import { parseDockerTime } from '../../source/core/docker-time.ts';

test.each([
	['2026-11-21T23:09:01.025645082Z', Date.UTC(2026, 10, 21, 23, 9, 1, 25)],
	['2026-11-21T23:09:00.8607389Z', Date.UTC(2026, 10, 21, 23, 9, 0, 860)],
	['2026-11-21T23:09:00.999999999Z', Date.UTC(2026, 10, 21, 23, 9, 0, 999)],
	['2026-11-21T23:09:00Z', Date.UTC(2026, 10, 21, 23, 9, 0)],
	['2026-11-22T01:09:00.5+02:00', Date.UTC(2026, 10, 21, 23, 9, 0, 500)],
])('%s is cut to whole milliseconds', (text, milliseconds) => {
	expect(parseDockerTime(text)).toBe(milliseconds);
});

test.each(['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000001Z', '', 'soon', undefined, null, 5, {}])(
	'%s is no time',
	(value) => {
		expect(parseDockerTime(value)).toBeUndefined();
	},
);
