import { expect, it } from 'vitest';
import { findingIds } from '../../../source/core/findings/finding.ts';
import { findingRules } from '../../../source/core/findings/finding-rules.ts';

it('has one rule for each id, in their order', () => {
	expect(findingRules.map(({ id }) => id)).toEqual(findingIds);
});

it.each(findingRules.map((rule) => [rule.id, rule] as const))('%s has words for README', (_, { title, meaning }) => {
	expect(title).toMatch(/^[A-Z].*[^.]$/);
	expect(meaning).toMatch(/^[A-Z].*\.$/s);
});
