import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { pristineModes } from '../helpers/terminal-modes.ts';
import { childPid, openShell } from '../helpers/terminal-pausetop.ts';

/** A node whose Docker runs shells; the article's pods and nothing that happens by itself. */
async function createNode() {
	const node = await createSimulatedNode({ seed: 1 });
	const state = mkdtempSync(join(tmpdir(), 'pausetop-shells-'));
	onTestFinished(async () => {
		await node.close();
		rmSync(state, { recursive: true });
	});
	const flags = ['--runtime', `docker://${node.dockerSocket}`, '--kubeconfig', node.kubeconfig];
	return { args: [...flags, '--host-root', node.hostRoot].join(' '), env: { XDG_STATE_HOME: state } };
}

/** The screen under a shell that tells how the terminal was left, the cursor on nginx of pause-test2. */
async function openScreen(more = ''): Promise<Terminal> {
	const { args, env } = await createNode();
	const script = `echo BEFORE; tty=$(stty -g); pausetop ${args} ${more}; echo "EXIT $?"; [ "$(stty -g)" = "$tty" ] && echo "TTY AS BEFORE"`;
	const terminal = openShell(script, { env });
	await terminal.waitFor(/pause-test2 +3\/3 +Running/, { timeout: 15_000 });
	terminal.press('/', ...'pause-test2', 'enter', 'right');
	// before docker has answered, the times are those of the processes; they come back with its inspections
	const isConnected = (screen: string) => !/[○o] (docker|api|\/proc)/.test(screen);
	const hasTimes = (screen: string) => /nginx +[0-9a-f]{12} .*Up \d/.test(screen) && !/Up +pid/.test(screen);
	await terminal.waitFor((screen) => isConnected(screen) && hasTimes(screen));
	terminal.press('down', 'down');
	await terminal.waitFor(/enter details/);
	return terminal;
}

const prompt = /[/]# *$/;

async function openNginx(terminal: Terminal): Promise<void> {
	terminal.press('s');
	await terminal.waitFor((screen) => !terminal.modes().alternateScreen && prompt.test(screen), { what: 'the prompt' });
}

async function expectAsBefore(terminal: Terminal, exitCode: number): Promise<void> {
	expect(await terminal.exited).toEqual({ code: 0 });
	expect(terminal.modes()).toEqual(pristineModes);
	// where a shell was left in the middle, its prompt stands before
	const [code, tty] = terminal.screen().split('\n').slice(-2);
	expect([code?.replace(/.*# /, ''), tty], terminal.draw()).toEqual([`EXIT ${exitCode}`, 'TTY AS BEFORE']);
}

describe('a shell from the screen', () => {
	test('has the terminal as it was found; the screen comes back as it was, and hears every key once', async () => {
		const terminal = await openScreen();
		const [screenModes, lines] = [terminal.modes(), terminal.lines()];
		await openNginx(terminal);
		expect(terminal.screen()).toContain('BEFORE\n');
		expect(terminal.screen()).toContain('A shell in container nginx of pod default/pause-test2. exit leads back.');
		expect(terminal.modes()).toEqual({ ...pristineModes, bracketedPaste: terminal.modes().bracketedPaste });
		terminal.type('hostname\r');
		await terminal.waitFor(/^pause-test2$/m);
		terminal.type('q?/jjx\x7f\x7f\x7f\x7f\x7f\x7fecho $((1))\r');
		await terminal.waitFor(/# echo/);
		terminal.type('exit 3\r');
		await terminal.waitFor('shell in nginx of default/pause-test2: ended, exit 3');
		expect(terminal.modes()).toEqual(screenModes);
		const withoutTimes = (all: readonly string[]) => all.slice(0, 8).map((line) => line.replace(/\d+[sm]\S*/g, 'T'));
		expect(withoutTimes(terminal.lines())).toEqual(withoutTimes(lines));
		terminal.press('d');
		await terminal.waitFor(/container nginx of default\/pause-test2/);
		terminal.press('escape');
		await terminal.waitFor((screen) => screen.includes('enter details') && !screen.includes('exit 3'));
		terminal.press('up');
		terminal.press('d');
		await terminal.waitFor(/pause of default\/pause-test2/);
		terminal.press('escape');
		await terminal.waitFor(/enter details/);
		terminal.press('q');
		await expectAsBefore(terminal, 0);
	});

	test('can be opened again and again', async () => {
		const terminal = await openScreen();
		for (const code of [1, 2, 3]) {
			await openNginx(terminal);
			terminal.type(`exit ${code}\r`);
			await terminal.waitFor(`ended, exit ${code}`);
		}
		terminal.press('q');
		await expectAsBefore(terminal, 0);
	});

	test('what is typed while it opens goes to it', async () => {
		const terminal = await openScreen();
		terminal.press('s');
		await terminal.waitFor(() => !terminal.modes().alternateScreen);
		terminal.type('exit 7\r');
		await terminal.waitFor('ended, exit 7');
	});

	test('what was typed ahead in one piece with its key is no command of the screen', async () => {
		const terminal = await openScreen();
		terminal.type('sqqq');
		await terminal.waitFor((screen) => !terminal.modes().alternateScreen && prompt.test(screen));
		terminal.type('exit\r');
		await terminal.waitFor('ended, exit 0');
	});

	test('a terminal that has changed its size meanwhile is drawn in its new one', async () => {
		const terminal = await openScreen();
		await openNginx(terminal);
		terminal.resize(90, 25);
		terminal.type('exit\r');
		await terminal.waitFor((screen) => screen.includes('ended, exit 0') && /\? help *$/.test(screen));
		const lines = terminal.lines();
		expect([lines.length, lines[0]?.slice(0, 9), Math.max(...lines.map((line) => line.length)) <= 90]).toEqual([
			25,
			' pausetop',
			true,
		]);
	});

	test('ends with the program, and the terminal is as it was', async () => {
		const terminal = await openScreen();
		await openNginx(terminal);
		process.kill(childPid(terminal), 'SIGTERM');
		await expectAsBefore(terminal, 143);
	});

	test('a pod of several containers asks in which; a refusal is said', async () => {
		const terminal = await openScreen();
		terminal.press('left', 's');
		await terminal.waitFor('In which container of default/pause-test2?');
		terminal.press('enter');
		await terminal.waitFor((screen) => !terminal.modes().alternateScreen && prompt.test(screen));
		terminal.press('ctrl-d');
		await terminal.waitFor('ended, exit 0');
	});

	test('there is none in a read-only run', async () => {
		const terminal = await openScreen('--read-only');
		terminal.press('s', 'n', 'z');
		await terminal.waitFor('FROZEN');
		expect(terminal.modes().alternateScreen).toBe(true);
		terminal.press('?');
		await terminal.waitFor(/one line up/);
		expect(terminal.screen()).not.toContain('a shell in the container');
	});
});
