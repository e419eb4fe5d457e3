import { describe, expect, test } from 'vitest';
import { readProcessUsage } from './process-usage.ts';
import { commandFailure, timeCommand } from './run-command.ts';
import { summarize } from './statistics.ts';
import { durationRow, formatRows } from './table.ts';

describe('a summary', () => {
	test.each([
		[[5], { median: 5, low: 5, high: 5, count: 1 }],
		[[3, 1, 2], { median: 2, low: 1.5, high: 2.5, count: 3 }],
		[[10, 1, 2, 1000], { median: 6, low: 1.75, high: 257.5, count: 4 }],
	])('of %j', (values, expected) => {
		expect(summarize(values)).toEqual(expected);
	});

	test('of nothing is an error', () => {
		expect(() => summarize([])).toThrow('nothing was measured');
	});
});

test('a table has columns as wide as needed, a dash where there is nothing, and ratios of medians', () => {
	const own = { median: 50, low: 40, high: 60, count: 9 };
	const rows = [
		durationRow('node', 'get', own, { name: 'rival', summary: { ...own, median: 200 } }),
		{ setting: 'a longer one', what: 'cpu', value: '1 %' },
	];
	expect(formatRows(rows).split('\n')).toEqual([
		'SETTING        WHAT   MEDIAN   MIDDLE HALF           AGAINST         RATIO',
		'node           get    50 ms    40 ms … 60 ms (n=9)   rival: 200 ms   0.25',
		'a longer one   cpu    1 %      -                     -               -',
	]);
});

test('commands are timed to their end, and a failing one says why', async () => {
	expect(await timeCommand({ command: 'sleep', args: ['0.05'] })).toBeGreaterThanOrEqual(50);
	const failing = { command: 'sh', args: ['-c', 'echo "$WHY" >&2; exit 3'], env: { WHY: 'no such thing' } };
	expect(await commandFailure(failing)).toBe('sh -c echo "$WHY" >&2; exit 3: exit code 3: no such thing');
	expect(await commandFailure({ command: 'no-such-program', args: [] })).toContain('ENOENT');
	expect(await commandFailure({ command: 'true', args: [] })).toBeUndefined();
});

test('the usage of a process is what Node says of itself', () => {
	const before = process.cpuUsage();
	const usage = readProcessUsage(process.pid);
	const after = process.cpuUsage();
	// The kernel counts in ticks of 10 ms, one for each of the two kinds of time
	expect(usage.cpu).toBeGreaterThan((before.user + before.system) / 1000 - 21);
	expect(usage.cpu).toBeLessThanOrEqual((after.user + after.system) / 1000 + 21);
	expect(usage.resident / process.memoryUsage.rss()).toBeCloseTo(1, 0);
	expect(usage.residentPeak).toBeGreaterThanOrEqual(usage.resident);
});
