import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop, openShell, runPiped } from '../helpers/terminal-pausetop.ts';
import { commandLine } from '../helpers/terminal-program.ts';

const demo = ['--demo', '--seed', '1'];
/** The exit codes of a pipe's commands, one after the other. */
const echoExits = `echo EXIT \${PIPESTATUS[@]}`;

describe('the screen needs a terminal: it says what to do instead, and ends with 2', () => {
	test('with pipes all around', async () => {
		const { code, stdout, stderr } = await runPiped(['demo']);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toMatch(/needs a terminal.*pausetop get/);
	});

	test.each(['< /dev/null', '| cat', '> /dev/null'])('with %s', async (redirection) => {
		const terminal = openShell(`pausetop demo ${redirection}; echo "EXIT \${PIPESTATUS[0]}"`);
		await terminal.exited;
		expect(terminal.screen()).toMatch(/needs a terminal.*pausetop get(.|\n)*\nEXIT 2$/);
	});
});

describe('get', () => {
	test('prints no escape sequences into a pipe', async () => {
		const { code, stdout, stderr } = await runPiped(['get', '-A', ...demo]);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).not.toContain('\u001B');
		expect(stdout).toMatch(/^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE/);
		expect(stdout).toMatch(/^default +pause-test2 +3\/3 +Running +0 /m);
	});

	test('prints no escape sequences on a terminal either when NO_COLOR is set', async () => {
		const terminal = openShell('pausetop get -A --demo --seed 1', { env: { NO_COLOR: '1' } });
		await terminal.exited;
		expect(terminal.received.text()).not.toContain('\u001B');
		expect(terminal.screen()).toContain('pause-test2');
	});

	test('prints all of what is more than a pipe holds', async () => {
		const terminal = openShell(`pausetop get -A -o json --demo --pods 100 | tail -c 2; ${echoExits}`);
		await terminal.exited;
		expect(terminal.screen()).toBe('}\nEXIT 0 0');
	});

	test('ends at once by TERM while nobody reads what it has printed', async () => {
		const { command, args } = commandLine(['get', '-A', '-o', 'json', '--demo', '--pods', '100']);
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		onTestFinished(() => void child.kill('SIGKILL'));
		const exited = once(child, 'exit');
		await once(child.stdout, 'readable');
		child.kill('SIGTERM');
		expect(await exited).toEqual([143, null]);
	});

	test('is quiet when nobody reads on', async () => {
		const terminal = openShell(`pausetop get -A -o yaml --demo | head -1; ${echoExits}`);
		await terminal.exited;
		expect(terminal.screen()).toMatch(/^\S.*\nEXIT 0 0$/);
	});

	test('is quiet when the reader has gone before the first line', async () => {
		const terminal = openShell(`pausetop get -A -o yaml --demo | true; ${echoExits}`);
		await terminal.exited;
		expect(terminal.screen()).toBe('EXIT 0 0');
	});
});

describe('events', () => {
	test('is quiet and ends when nobody reads on', async () => {
		const terminal = openShell(`pausetop events --since 1h --demo | head -2; ${echoExits}`);
		await terminal.waitFor(/EXIT/, { timeout: 60_000 });
		const lines = terminal.received.text().trim().split('\r\n');
		expect(lines.at(-1)).toBe('EXIT 0 0');
		expect(lines.slice(0, -1).map((line) => Object.keys(JSON.parse(line)))).toEqual([
			expect.arrayContaining(['at', 'source', 'type']),
			expect.arrayContaining(['at', 'source', 'type']),
		]);
	});

	test.each([
		['ctrl-c', (terminal: Terminal) => terminal.press('ctrl-c')],
		['SIGTERM', (terminal: Terminal) => terminal.kill('SIGTERM')],
	])('%s is its normal end: 0', async (_what, end) => {
		const terminal = openPausetop(['events', ...demo]);
		await terminal.waitFor('{"at":', { timeout: 30_000 });
		end(terminal);
		expect(await terminal.exited).toEqual({ code: 0 });
	});
});

describe('wrong usage says so on stderr, points to the help, and ends with 2', () => {
	test.each([[['gett']], [['get', '-o', 'xml']], [['--no-such-flag']], [['demo', 'extra']], [['get', '--ascii']]])(
		'pausetop %j',
		async (args) => {
			const { code, stdout, stderr } = await runPiped(args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toMatch(/^pausetop: .+\n.*--help/);
			expect(stderr).not.toMatch(/\n\s+at /);
		},
	);
});
