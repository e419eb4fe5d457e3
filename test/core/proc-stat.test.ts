import { describe, expect, test } from 'vitest';
import { isDead, parseProcStat } from '../../source/core/proc-stat.ts';

const tail =
	'11951 11974 11974 0 -1 4194560 653 0 0 0 0 1 0 0 20 0 3 0 46369 2322432 324 18446744073709551615 4198400 5785993 140733062336928 0 0 0 0 0 0 1 0 0 17 1 0 0 0 0 0 6141704 6178576 98926592 140733062344354 140733062344367 140733062344367 140733062344685 0';

const commands = ['sleep', 'tmux: server', '(sd-pam)', ') S 1 1 (', 'a)b', 'two\nlines', '', ' ', 'ünïcode'];

describe('parseProcStat', () => {
	test.each(commands)('a process called %j', (command) => {
		expect(parseProcStat(`11974 (${command}) S ${tail}\n`)).toEqual({
			pid: 11974,
			command,
			state: 'S',
			parentPid: 11951,
			threads: 3,
			startTicks: 46369,
		});
	});

	test.each([
		'',
		'11974',
		'11974 (sleep)',
		'11974 (sleep) S',
		`x (sleep) S ${tail}`,
		`11974 (sleep) 7 ${tail}`,
		`11974 (sleep) S x ${tail}`,
		`11974 )sleep( S ${tail}`,
		'11974 (sleep) S 1 2 3 4',
	])('nothing from %j', (text) => {
		expect(parseProcStat(text)).toBeUndefined();
	});
});

test.each([
	['S', 1, false],
	['D', 1, false],
	['T', 1, false],
	['Z', 1, true],
	['Z', 4, false],
	['X', 1, true],
])('state %s with %i threads: dead %s', (state, threads, dead) => {
	expect(isDead({ pid: 2, command: 'a', state, parentPid: 1, threads, startTicks: 3 })).toBe(dead);
});
