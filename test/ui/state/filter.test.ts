import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../../source/ui/state/filter.ts';

const matches = (filter: string, facts: string) => {
	const parsed = parseFilter(filter);
	if ('error' in parsed) throw new Error(parsed.error);
	return parsed.matches(facts);
};

describe('parseFilter', () => {
	test.each([
		['', 'anything', true],
		['!', 'anything', true],
		['web', 'default/web-1', true],
		['!web', 'default/web-1', false],
		['!web', 'default/db', true],
		['crash', 'CrashLoopBackOff', true],
		['Crash', 'crashing', false],
		['^nginx$', 'default/web\nnginx\nghost', true],
		['^web', 'default/web', false],
		['10\\.244', '10x244', false],
	])('%s on %j', (filter, facts, expected) => {
		expect(matches(filter, facts)).toBe(expected);
	});

	test.each(['(', '[a', '*', '!a{2,1}', '\\'])('says what is wrong with %s', (filter) => {
		const parsed = parseFilter(filter);
		expect('error' in parsed && parsed.error).toMatch(/^[a-z {}\\]+$/);
	});
});
