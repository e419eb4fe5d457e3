import { describe, expect, it } from 'vitest';
import { SegmenterOnDemand } from '../../source/build/segmenter-on-demand.ts';

const text = 'e\u0301👩‍👩‍👧‍👦한글 два слова';

describe('a segmenter that is made when it is first used', () => {
	it.each([
		[],
		['ru'],
		[['xx', 'de']],
		['en', { granularity: 'word' }],
		[undefined, { granularity: 'sentence' }],
	] as ConstructorParameters<typeof Intl.Segmenter>[])('does as the real one: %j %j', (...given) => {
		const [real, lazy] = [new Intl.Segmenter(...given), new SegmenterOnDemand(...given)];
		expect([...lazy.segment(text)]).toEqual([...real.segment(text)]);
		expect(lazy.segment(text).containing(3)).toEqual(real.segment(text).containing(3));
		expect(lazy.resolvedOptions()).toEqual(real.resolvedOptions());
	});

	it('knows the same locales', () => {
		const asked = ['de', 'zz', 'ja'];
		expect(SegmenterOnDemand.supportedLocalesOf(asked)).toEqual(Intl.Segmenter.supportedLocalesOf(asked));
	});

	it('refuses what the real one refuses, when it is used', () => {
		expect(() => new SegmenterOnDemand('not a locale').segment('a')).toThrow(RangeError);
	});
});
