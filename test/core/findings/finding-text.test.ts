import { describe, expect, it } from 'vitest';
import { clock, duration, say, since, until } from '../../../source/core/findings/finding-text.ts';
import { shellWord } from '../../../source/core/findings/shell-word.ts';

describe('say', () => {
	it('joins words and keeps times apart', () => {
		expect(say`${'default/web'} ended ${since(5)} ago, exit ${137}`).toEqual([
			'default/web ended ',
			{ since: 5 },
			' ago, exit 137',
		]);
	});

	it('takes texts into texts', () => {
		expect(say`first, ${say`then ${until(9)}`}, ${clock(1)}${duration(2)}`).toEqual([
			'first, then ',
			{ until: 9 },
			', ',
			{ clock: 1 },
			{ duration: 2 },
		]);
	});
});

describe('shellWord', () => {
	it.each([
		['kube-system', 'kube-system'],
		['/run/containerd/containerd.sock', '/run/containerd/containerd.sock'],
		['', "''"],
		['a b', "'a b'"],
		['$(reboot)', "'$(reboot)'"],
		["it's", "'it'\\''s'"],
	])('%j → %s', (text, word) => {
		expect(shellWord(text)).toBe(word);
	});
});
