import { describe, expect, it } from 'vitest';
import { formatTable } from '../../source/format/table.ts';

describe('formatTable', () => {
	it('prints what kubectl prints', () => {
		const headers = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
		const rows = [
			['crasher', '0/1', 'CrashLoopBackOff', '4 (20s ago)', '2m31s'],
			['pause-test2', '3/3', 'Running', '0', '27m'],
		];
		expect(formatTable(headers, rows)).toBe(
			[
				'NAME          READY   STATUS             RESTARTS      AGE',
				'crasher       0/1     CrashLoopBackOff   4 (20s ago)   2m31s',
				'pause-test2   3/3     Running            0             27m',
				'',
			].join('\n'),
		);
	});

	const rows: [string, string[], string[][], string][] = [
		['no rows', ['A', 'B'], [], 'A     B\n'],
		['no headers', [], [['a', 'b']], 'a     b\n'],
		['nothing', [], [], ''],
		['no trailing spaces', ['NAME', 'IP'], [['web', '']], 'NAME   IP\nweb\n'],
		['missing cells', ['NAME', 'IP', 'NODE'], [['web']], 'NAME   IP    NODE\nweb\n'],
		['more cells than headers', ['NAME'], [['web', 'x']], 'NAME\nweb    x\n'],
		['wide characters', ['NAME', 'AGE'], [['你好世界', '1s']], 'NAME       AGE\n你好世界   1s\n'],
	];
	it.each(rows)('%s', (_, headers, lines, expected) => {
		expect(formatTable(headers, lines)).toBe(expected);
	});
});
