import { describe, expect, it } from 'vitest';
import { checkArguments } from '../../source/commands/arguments.ts';
import { formatHelp } from '../../source/commands/format-help.ts';
import { findReadOnlyWish } from '../../source/commands/read-only-wish.ts';

describe('who wants nothing changed', () => {
	it.each([
		['the flag', true, undefined, '--read-only'],
		['the flag before the variable', true, '1', '--read-only'],
		['the variable', undefined, '1', 'PAUSETOP_READ_ONLY is set'],
		['the variable, in other words', undefined, 'yes', 'PAUSETOP_READ_ONLY is set'],
		['nobody', undefined, undefined, undefined],
		['a variable that is empty', undefined, '', undefined],
		['a variable that says no', undefined, ' False ', undefined],
		['a variable that says 0', undefined, '0', undefined],
	])('%s', (_, flag, variable, expected) => {
		expect(findReadOnlyWish(flag, variable)).toBe(expected);
	});
});

describe('the flags about actions', () => {
	it.each(['', 'demo'])('go with "%s"', (command) => {
		const flags = { readOnly: true, actionLog: 'none' };
		expect(() => checkArguments({ command, input: [], flags })).not.toThrow();
		expect(formatHelp(command)).toMatch(/--read-only .*PAUSETOP_READ_ONLY=1/);
		expect(formatHelp(command)).toMatch(/--action-log FILE .*none/);
	});

	it.each([
		[{ readOnly: true }, '--read-only goes with: the screen, demo'],
		[{ actionLog: 'none' }, '--action-log goes with: the screen, demo'],
	])('do not go with what only reads: %j', (flags, message) => {
		expect(() => checkArguments({ command: 'get', input: [], flags })).toThrow(message);
	});

	it('take a value', () => {
		expect(() => checkArguments({ command: '', input: [], flags: { actionLog: '' } })).toThrow('--action-log FILE');
	});
});
