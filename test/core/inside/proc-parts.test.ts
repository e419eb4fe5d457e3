import { describe, expect, test } from 'vitest';
import { parseAccounts } from '../../../source/core/inside/accounts.ts';
import { parseCpuTicks, parseResidentBytes } from '../../../source/core/inside/proc-times.ts';
import { parseUidMap } from '../../../source/core/inside/uid-map.ts';

test('CPU ticks: utime and stime, whatever the name contains', () => {
	const rest = 'S 1 2 3 0 -1 4194560 821 25 0 0 7 13 0 0 20 0 1 0 1120543 2322432 316';
	expect(parseCpuTicks(`17295 (sleep) ${rest}`)).toBe(20);
	expect(parseCpuTicks(`17295 (a) R 1 (b) ${rest}`)).toBe(20);
	expect(parseCpuTicks('17295 (sleep) S 1')).toBeUndefined();
	expect(parseCpuTicks('')).toBeUndefined();
});

test('resident memory', () => {
	expect(parseResidentBytes('Name:\tnc\nVmHWM:\t 2000 kB\nVmRSS:\t    1396 kB\n')).toBe(1396 * 1024);
	expect(parseResidentBytes('Name:\tVmRSS: 1 kB\n')).toBeUndefined();
	expect(parseResidentBytes('')).toBeUndefined();
});

describe('parseAccounts', () => {
	test('the first name of each id that is asked for', () => {
		const passwd = 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/\nnode:x:1000:1000::/app:/bin/sh\nother:x:7:7';
		expect([...parseAccounts(passwd, new Set([0, 1000, 5]))]).toEqual([
			[0, 'root'],
			[1000, 'node'],
		]);
	});

	test('garbage', () => {
		expect(parseAccounts('root:x\n::\n:x:0:\n\x1b[2J:x:zero:\nx:x:99999999999999:', new Set([0, 1]))).toEqual(
			new Map(),
		);
	});
});

describe('parseUidMap', () => {
	test.each([
		['         0          0 4294967295\n', 1000, 1000],
		['         0      65536      65536\n', 65_536, 0],
		['         0      65536      65536\n', 66_536, 1000],
		['         0      65536      65536\n', 5, undefined],
		['0 100 1\n1 5000 10\n', 5001, 2],
		['', 42, 42],
		['garbage', 42, 42],
	])('%j: %i', (text, uid, expected) => {
		expect(parseUidMap(text)(uid)).toBe(expected);
	});
});
