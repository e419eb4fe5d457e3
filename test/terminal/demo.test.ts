import { describe, expect, test } from 'vitest';
import { openDemo } from '../helpers/terminal-pausetop.ts';

/** The lines that start with these words, whatever glyph or margin stands before them. */
function linesOf(screen: string, pattern: RegExp): string[] {
	return screen.split('\n').filter((line) => pattern.test(line));
}

describe('the demo', () => {
	test('starts with the pods of the story, as kubectl shows them', async () => {
		const { screen } = await (await openDemo({ columns: 160 })).waitFor(/static-web-\S+ +1\/1 +Running/);
		expect(screen).toContain('DEMO');
		expect(screen).toMatch(/pause-test +3\/3 +Running +0 +2\dm/);
		expect(screen).toMatch(/pause-test2 +3\/3 +Running +0 +2\dm/);
		expect(screen).toMatch(/myapp-pod +0\/1 +Init:0\/2 +0 /);
		expect(screen).toMatch(/crasher +0\/1 +CrashLoopBackOff +4 \(\d+m?\d*s ago\)/);
		expect(screen).toMatch(/done +0\/1 +Completed +0 /);
		expect(screen).toMatch(/on-host +1\/1 +Running +0 /);
		expect(screen).toMatch(/with-sidecar +2\/2 +Running +0 /);
		expect(screen).toContain('registry-cache');
	});

	test('unfolds a pod into its pause first, then its containers in order, with what they share', async () => {
		const terminal = await openDemo();
		terminal.press('/', ...'pause-test2', 'enter', 'enter');
		const { screen } = await terminal.waitFor(/ghost .*:2368/);
		const rows = linesOf(screen, / [0-9a-f]{12} .* pid \d+/);
		expect(rows.map((row) => /[\s│]([a-z]+) +[0-9a-f]{12}/.exec(row)?.[1])).toEqual([
			'pause',
			'nginx',
			'ghost',
			'busybox',
		]);
		expect(rows[0]).toMatch(/#0 +net ■ +ipc ■ +uts ■ +pid ■/);
		for (const row of rows.slice(1)) expect(row).toMatch(/#0 .*net = +ipc = +uts ≠ +pid =/);
	});

	test('a recycle appears without a key: death, next attempt, recovery, and the timeline in order', {
		timeout: 60_000,
	}, async () => {
		const terminal = await openDemo();
		terminal.press('/', ...'pause-test2', 'enter', 'enter', ']', ']', ']');
		await terminal.waitFor(/ghost .*:2368/);
		await terminal.waitFor(/pause-test2 +0\/3 +Error/, { timeout: 30_000, what: 'the death of the pod' });
		const { screen } = await terminal.waitFor(/pause-test2 +3\/3 +Running +3 \(\d+s ago\)/, { timeout: 30_000 });
		expect(screen).toMatch(/pause +[0-9a-f]{12} .* #1 /);
		for (const name of ['nginx', 'ghost', 'busybox'])
			expect(screen).toMatch(new RegExp(`${name} +[0-9a-f]{12} .* #1 `));
		expect(screen).toMatch(/exited.*pause [0-9a-f]+ #0/);
		terminal.resize(120, 60);
		const whole = await terminal.waitFor(/die +pause #0(?:.|\n)*start +pause #1/u);
		const events = linesOf(whole.screen, /\d\d:\d\d:\d\d\.\d{3} /);
		const times = events.map((line) => /\d\d:\d\d:\d\d\.\d{3}/.exec(line)?.[0] ?? '');
		expect(times.length).toBeGreaterThan(8);
		expect(times).toEqual([...times].sort());
		const order = ['die +pause #0', 'create +pause #1', 'start +pause #1', 'start +busybox #1'].map((words) =>
			events.findIndex((line) => new RegExp(words).test(line)),
		);
		expect(order).not.toContain(-1);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	});
});
