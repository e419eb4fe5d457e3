import { describe, expect, it } from 'vitest';
import { durationSyntax, parseDuration } from '../../source/format/duration.ts';

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
