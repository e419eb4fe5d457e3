import { describe, expect, test } from 'vitest';
import { openPausetop, openShell, runPiped } from '../helpers/terminal-pausetop.ts';

const args = ['restart', 'on-host', '--demo', '--seed', '1'];
const question = /\nRestart sandbox #0 of default\/on-host\? Type yes: ?$/;

describe('restart asks on the terminal', () => {
	test.each(['', 'no', 'yess'])('%j is a no: 6, and nothing was done', async (answer) => {
		const terminal = openPausetop(args);
		const { screen } = await terminal.waitFor(question, { timeout: 30_000 });
		expect(screen).toMatch(/! 1 container goes down: main\n/);
		terminal.type(answer);
		terminal.press('enter');
		expect(await terminal.exited).toEqual({ code: 6 });
		expect(terminal.screen()).toMatch(/pausetop: not confirmed, nothing was done$/);
	});

	test('yes is a yes: steps as they happen, the story, 0', async () => {
		const terminal = openPausetop(args, { rows: 50, env: { LANG: 'C.UTF-8' } });
		await terminal.waitFor(question, { timeout: 30_000 });
		terminal.type('yes');
		terminal.press('enter');
		await terminal.waitFor(/\+0\.\d\ds {2}pause #0 ended/, { timeout: 20_000 });
		expect(await terminal.exited).toEqual({ code: 0 });
		expect(terminal.screen()).toMatch(/recycle #0 → #1, stopped by you, Ready after \d/);
	}, 60_000);

	test('ctrl-c is a no, and ends it as ctrl-c does', async () => {
		const terminal = openPausetop(args);
		await terminal.waitFor(question, { timeout: 30_000 });
		terminal.press('ctrl-c');
		expect(await terminal.exited).toEqual({ code: 130 });
		expect(terminal.screen()).toMatch(/pausetop: not confirmed, nothing was done$/);
	});

	test('the end of the input is a no', async () => {
		const terminal = openPausetop(args);
		await terminal.waitFor(question, { timeout: 30_000 });
		terminal.type('\u0004');
		expect(await terminal.exited).toEqual({ code: 6 });
	});

	test('without one it takes --yes: 2', async () => {
		const terminal = openShell('pausetop restart on-host --demo < /dev/null; echo "EXIT $?"');
		await terminal.exited;
		expect(terminal.screen()).toMatch(/without a terminal to ask on, restart takes --yes(?:.|\n)*\nEXIT 2$/);
	});

	test('ctrl-c while it waits says what stays done, and prints the story so far', async () => {
		const terminal = openPausetop(['restart', 'pause-test', '--demo', '--seed', '1', '--yes'], { rows: 60 });
		await terminal.waitFor(/pause #0 ended/, { timeout: 30_000 });
		terminal.press('ctrl-c');
		expect(await terminal.exited).toEqual({ code: 130 });
		expect(terminal.screen()).toMatch(
			/\npausetop: interrupted; what was done stays done\n(?:.|\n)*pausetop: default\/pause-test is not Ready again yet: /,
		);
		expect(terminal.screen()).toMatch(/recycle #0 (?:→ …|-> ~), stopped by you/);
	}, 60_000);
});

describe('restart in a script', () => {
	test('takes its flags, and prints data alone on stdout', async () => {
		const { code, stdout, stderr } = await runPiped([
			...[
				'restart',
				'pod/on-host',
				'-n',
				'default',
				'--container',
				'main',
				'--kill',
				'-y',
				'-ojson',
				'--timeout',
				'1m',
			],
			...['--demo', '--seed', '1'],
		]);
		expect(code, stderr).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ type: 'story', pod: 'on-host', container: 'main', status: 'recovered' });
		expect(stderr).toMatch(/^Kill main #0 of default\/on-host\n/);
	}, 60_000);

	test('--no-wait ends as soon as the sandbox has', async () => {
		const { code, stderr } = await runPiped(['restart', 'pause-test', '--yes', '--no-wait', '--demo', '--seed', '1']);
		expect(code, stderr).toBe(0);
		expect(stderr).toMatch(/default\/pause-test was not waited for: /);
	}, 60_000);

	test('PAUSETOP_READ_ONLY forbids it', async () => {
		const env = { PAUSETOP_READ_ONLY: '1' };
		const { code, stdout, stderr } = await runPiped(['restart', 'on-host', '--yes', '--demo'], { env });
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(stderr).toBe('pausetop: nothing was done: read-only, PAUSETOP_READ_ONLY is set\n');
	});
});
