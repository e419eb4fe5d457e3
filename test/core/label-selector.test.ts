import { describe, expect, it } from 'vitest';
import { parseLabelSelector } from '../../source/core/label-selector.ts';
import { UsageError } from '../../source/core/usage-error.ts';

const labels = { app: 'web', tier: 'front', 'example.com/team': 'a' };

describe('parseLabelSelector', () => {
	it.each([
		['', true],
		['app=web', true],
		['app==web', true],
		['app = web', true],
		['app=db', false],
		['app!=db', true],
		['app!=web', false],
		['missing!=x', true],
		['app', true],
		['missing', false],
		['!missing', true],
		['!app', false],
		['tier in (front, back)', true],
		['tier in (back)', false],
		['tier notin (back)', true],
		['missing notin (x)', true],
		['missing in (x)', false],
		['app=web,tier in (front,back),!missing', true],
		['app=web,tier in (back,other)', false],
		['example.com/team=a', true],
		['app=', false],
	])('%s selects: %s', (selector, expected) => {
		expect(parseLabelSelector(selector)(labels)).toBe(expected);
	});

	it.each(['=x', 'a b', 'tier in front', 'tier in (a', 'a=b=c', '!!a', 'app,(x)'])('refuses %s', (selector) => {
		expect(() => parseLabelSelector(selector)).toThrow(UsageError);
	});
});
