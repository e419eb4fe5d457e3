import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { pristineModes } from '../helpers/terminal-modes.ts';
import { childPid, openShell } from '../helpers/terminal-pausetop.ts';

/** What the shell prints before and after shows how the terminal was left. */
const between = (command: string): string =>
	`echo BEFORE; tty=$(stty -g); ${command}; echo "EXIT $?"; [ "$(stty -g)" = "$tty" ] && echo "TTY AS BEFORE"`;

/** Loaded before the program: makes a fault of any part of it happen when the signal comes. */
function faulty(fault: string): Record<string, string> {
	const folder = mkdtempSync(join(tmpdir(), 'pausetop-faulty-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const module = join(folder, 'fault.mjs');
	writeFileSync(module, `process.on('SIGUSR2', () => { ${fault} });`);
	// Node reads the one, Bun in the one-file program the other
	return { NODE_OPTIONS: `--import=${module}`, BUN_OPTIONS: `--preload=${module}` };
}

async function openRunning(env: Readonly<Record<string, string>> = {}): Promise<Terminal> {
	const terminal = openShell(between('pausetop demo --seed 1'), { env });
	await terminal.waitFor(/pause-test2 +3\/3 +Running/, { timeout: 15_000 });
	expect(terminal.modes(), 'there is something to put back').toMatchObject({
		alternateScreen: true,
		cursorVisible: false,
	});
	return terminal;
}

async function expectAsBefore(terminal: Terminal, exitCode: number, message: RegExp = /^$/): Promise<void> {
	expect(await terminal.exited).toEqual({ code: 0 });
	expect(terminal.modes()).toEqual(pristineModes);
	const [before, ...rest] = terminal.screen().split('\n');
	expect(before).toBe('BEFORE');
	expect(rest.slice(-2), terminal.draw()).toEqual([`EXIT ${exitCode}`, 'TTY AS BEFORE']);
	expect(rest.slice(0, -2).join('\n')).toMatch(message);
}

describe('the terminal is as it was after', () => {
	test.each(['q', 'ctrl-c'])('%s, which ends with 0', async (key) => {
		const terminal = await openRunning();
		terminal.press(key);
		await expectAsBefore(terminal, 0);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s, which ends with %i', async (signal, code) => {
		const terminal = await openRunning();
		process.kill(childPid(terminal), signal);
		await expectAsBefore(terminal, code);
	});

	test.each([
		['an exception', 'throw new Error("a fault in it")'],
		['a rejected promise', 'void Promise.reject(new Error("a fault in it"))'],
	])('%s, which ends with 1 and says what happened', async (_what, fault) => {
		const terminal = await openRunning(faulty(fault));
		process.kill(childPid(terminal), 'SIGUSR2');
		await expectAsBefore(terminal, 1, /a fault in it/);
	});

	test('leaving before anything was there to show', async () => {
		const terminal = openShell(between('pausetop --no-kube --runtime docker:///nonexistent/docker.sock'));
		await terminal.waitFor(() => terminal.modes().alternateScreen);
		terminal.press('q');
		await expectAsBefore(terminal, 0);
	});

	test('ctrl-c while a filter is being typed, in help and in details', async () => {
		for (const keys of [['/', 'x'], ['?'], ['d']]) {
			const terminal = await openRunning();
			const before = terminal.screen();
			terminal.press(...keys);
			await terminal.waitFor((screen) => screen !== before);
			terminal.press('ctrl-c');
			await expectAsBefore(terminal, 0);
		}
	});
});
