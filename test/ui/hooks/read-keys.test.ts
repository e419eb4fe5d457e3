import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { readKeys, typedText } from '../../../source/ui/hooks/read-keys.ts';

const none: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};

test.each([
	['j', {}, ['j']],
	['G', { shift: true }, ['G']],
	['', { downArrow: true }, ['down']],
	['', { upArrow: true, shift: true }, ['shift-up']],
	['', { tab: true, shift: true }, ['shift-tab']],
	['r', { ctrl: true }, ['ctrl-r']],
	['', { delete: true }, ['backspace']],
	['jjk', {}, ['j', 'j', 'k']],
	['a b\r', {}, ['a', 'space', 'b', 'enter']],
	['web\u0015db', {}, ['w', 'e', 'b', 'ctrl-u', 'd', 'b']],
	['e\u0301🇩🇪', {}, ['e\u0301', '🇩🇪']],
	['x', { meta: true }, []],
	['j', { eventType: 'release' }, []],
	['', {}, []],
] as const)('%j with %o', (input, key, expected) => {
	expect(readKeys(input, { ...none, ...key })).toEqual(expected);
});

test('only characters are text', () => {
	expect(['a', 'space', '🇩🇪', 'down', 'ctrl-r', '\x01'].map(typedText)).toEqual([
		'a',
		' ',
		'🇩🇪',
		undefined,
		undefined,
		undefined,
	]);
});
