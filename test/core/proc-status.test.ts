import { expect, test } from 'vitest';
import { parseProcStatus } from '../../source/core/proc-status.ts';

const status =
	'Name:\tsleep\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t11974\nUid:\t1000\t0\t2\t3\nNStgid:\t11974\t1\n';

test('a process in a nested pid namespace', () => {
	expect(parseProcStatus(`${status}NSpid:\t11974\t19\t1\n`)).toEqual({
		nsPids: [11974, 19, 1],
		uids: { real: 1000, effective: 0, saved: 2, filesystem: 3 },
	});
});

test.each([
	['a kernel without NSpid', status, { uids: { real: 1000, effective: 0, saved: 2, filesystem: 3 } }],
	['nothing', '', {}],
	['half a Uid line', 'Uid:\t0\t0\n', {}],
	['words for numbers', 'NSpid:\tone\n', {}],
	['a name that pretends', 'Name:\tx\\nNSpid:\t1\n', {}],
])('%s', (_, text, expected) => {
	expect(parseProcStatus(text)).toEqual(expected);
});
