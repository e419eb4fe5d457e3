import { expect, test } from 'vitest';
import { parseBootTime } from '../../source/core/proc-boot-time.ts';

test('btime in milliseconds', () => {
	expect(parseBootTime('cpu  1 2 3\nintr 4\nctxt 5\nbtime 1795308902\nprocesses 6\n')).toBe(1_795_308_902_000);
});

test.each(['', 'btime\n', 'btime x\n', 'btime 0\n', 'xbtime 17\n'])('nothing from %j', (text) => {
	expect(parseBootTime(text)).toBeUndefined();
});
