import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { openTerminal } from '../helpers/terminal.ts';
import { keyBytes } from '../helpers/terminal-keys.ts';
import { pristineModes } from '../helpers/terminal-modes.ts';
import { openTestTerminal } from '../helpers/terminal-test.ts';

const shell = (script: string, options: { columns?: number; rows?: number; env?: Record<string, string> } = {}) =>
	openTestTerminal({ command: 'bash', args: ['--norc', '-c', script], ...options });

const node = (script: string) => openTestTerminal({ command: process.execPath, args: ['-e', script] });

/** A dead process that nobody has waited for yet does not run any more. */
function isRunning(pid: number): boolean {
	try {
		return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

describe('a terminal', () => {
	test('runs a program, shows what it prints and tells how it ended', async () => {
		const terminal = shell('echo one; echo two; exit 3');
		expect(await terminal.exited).toEqual({ code: 3 });
		expect(terminal.screen()).toBe('one\ntwo');
		expect(terminal.lines()).toHaveLength(24);
	});

	test('tells the signal that ended it', async () => {
		const terminal = shell('echo ready; read -r');
		await terminal.waitFor('ready');
		terminal.kill('SIGTERM');
		expect(await terminal.exited).toEqual({ signal: 15 });
	});

	test('passes text and keys', async () => {
		const terminal = shell('stty -echo; echo ready; read -r line; echo "<$line>"; read -r; echo end');
		await terminal.waitFor('ready');
		terminal.type('hello');
		terminal.press('enter');
		await terminal.waitFor('<hello>');
		terminal.press('enter');
		await terminal.waitFor(/^end$/m);
	});

	test('a program sees a terminal of the wanted size, and a new size when it changes', async () => {
		const terminal = node(
			'const p=()=>console.log(process.stdout.isTTY, process.stdout.columns+"x"+process.stdout.rows);' +
				'p(); process.stdout.on("resize",p); process.stdin.resume()',
		);
		await terminal.waitFor('true 80x24');
		terminal.resize(100, 30);
		await terminal.waitFor('true 100x30');
		expect(terminal.lines()).toHaveLength(30);
	});

	test('does not pass on what would change the picture', async () => {
		const terminal = shell('echo "[$CI$NO_COLOR$FORCE_COLOR$MINE] $TERM"', { env: { MINE: 'yes' } });
		await terminal.exited;
		expect(terminal.screen()).toBe('[yes] xterm-256color');
	});

	test('is of another kind when the environment says so', async () => {
		const terminal = shell('echo "$TERM"', { env: { TERM: 'dumb' } });
		await terminal.exited;
		expect(terminal.screen()).toBe('dumb');
	});

	test('answers a program that asks where the cursor is', async () => {
		const terminal = node(
			'process.stdin.setRawMode(true).on("data",d=>{console.log(JSON.stringify(String(d)));process.exit()});' +
				'process.stdout.write("ab\\x1b[6n")',
		);
		await terminal.waitFor('"\\u001b[1;3R"');
	});
});

describe('waiting', () => {
	test('ends at once when the screen shows it already, and gives the screen', async () => {
		const terminal = shell('echo here; read -r');
		const first = await terminal.waitFor('here');
		expect(await terminal.waitFor((screen) => screen === 'here')).toEqual(first);
		expect(first.at).toBeGreaterThan(0);
		expect(first.at).toBeLessThanOrEqual(performance.now());
	});

	test('shows the screen when the time is over', async () => {
		const terminal = shell('echo something else; read -r');
		await terminal.waitFor('something else');
		const waiting = terminal.waitFor('never', { timeout: 20, what: 'a miracle' });
		await expect(waiting).rejects.toThrow(/not within 20 ms: waited for a miracle\n┌─+ 80×24\n│something else\n/);
	});

	test('shows the screen when the program ends first', async () => {
		const terminal = shell('echo last words; exit 4');
		await expect(terminal.waitFor('never')).rejects.toThrow(/has ended \(exit code 4\)\n┌─+ 80×24\n│last words\n/);
		await expect(terminal.waitFor('never')).rejects.toThrow(/has ended \(exit code 4\): waited for "never"/);
		expect((await terminal.waitFor('last words')).screen).toBe('last words');
	});

	test('never sees half of a synchronized update', async () => {
		const terminal = shell(`printf 'A\\e[?2026hB'; read -r -t 0.05; printf 'C\\e[?2026l'; read -r`);
		const { screen } = await terminal.waitFor('B');
		expect(screen).toBe('ABC');
		expect(terminal.received.chunks().length, 'the two halves arrived apart').toBeGreaterThan(1);
		expect(terminal.received.frames()).toEqual(['BC']);
	});
});

describe('what a program leaves behind', () => {
	test('nothing: the modes are those of a new terminal', async () => {
		const terminal = shell('echo plain');
		await terminal.exited;
		expect(terminal.modes()).toEqual(pristineModes);
	});

	const leftovers: [what: string, sequences: string, modes: object][] = [
		['alternate screen', '\\e[?1049h', { alternateScreen: true }],
		['hidden cursor', '\\e[?25l', { cursorVisible: false }],
		['bracketed paste', '\\e[?2004h', { bracketedPaste: true }],
		['mouse', '\\e[?1003h', { mouseTracking: 'any' }],
		['focus events', '\\e[?1004h', { focusEvents: true }],
		['application cursor keys', '\\e[?1h', { applicationCursorKeys: true }],
		['no wrapping', '\\e[?7l', { autoWrap: false }],
		['synchronized output', '\\e[?2026h', { synchronizedOutput: true }],
		['keyboard protocols', '\\e[>1u\\e[>5u\\e[<1u', { keyboardProtocols: 1 }],
		['bold and a colour', '\\e[1;38;5;7;44m', { style: ['background', 'bold', 'foreground'] }],
		['what is left of a style', '\\e[1;4;38;2;4;4;4m\\e[22;39m', { style: ['underline'] }],
	];
	test.each(leftovers)('%s', async (_what, sequences, modes) => {
		const terminal = shell(`printf '${sequences}'`);
		await terminal.exited;
		expect(terminal.modes()).toEqual({ ...pristineModes, ...modes });
	});

	test('everything switched off again is nothing', async () => {
		const on = '\\e[?1049h\\e[?25l\\e[?2004h\\e[?1003h\\e[?7l\\e[>1u\\e[1;7;31;100m';
		const off = '\\e[0m\\e[<u\\e[?7h\\e[?1003l\\e[?2004l\\e[?25h\\e[?1049l';
		const terminal = shell(`echo before; printf '${on}inside${off}'; echo after`);
		await terminal.exited;
		expect(terminal.modes()).toEqual(pristineModes);
		expect(terminal.screen()).toBe('before\nafter');
	});
});

describe('what was received', () => {
	test('is counted in bytes and kept raw', async () => {
		const terminal = shell(`printf '\\e[31mé\\e[0m'`);
		await terminal.exited;
		expect(terminal.received.text()).toBe('\u001B[31mé\u001B[0m');
		expect(terminal.received.bytes()).toBe(11);
		expect(terminal.received.bytes(terminal.received.chunks().length)).toBe(0);
	});

	test('characters that arrive in halves stay whole', async () => {
		const terminal = shell(`printf '\\xe2\\x96'; read -r -t 0.05; printf '\\xa0'`);
		await terminal.exited;
		expect(terminal.screen()).toBe('■');
	});
});

describe('the end', () => {
	test('takes what the program has started with it, and can be had twice', async () => {
		const terminal = openTerminal({
			command: 'bash',
			args: ['-c', 'trap "" HUP TERM; sleep 1000 & echo "child $!"; wait'],
		});
		const { screen } = await terminal.waitFor(/child \d+/);
		const child = Number(/child (\d+)/.exec(screen)?.[1]);
		expect(isRunning(child)).toBe(true);
		await terminal.dispose();
		await terminal.dispose();
		expect(await terminal.exited).toEqual({ signal: 9 });
		expect(() => process.kill(terminal.pid, 0)).toThrow('ESRCH');
		await vi.waitFor(() => expect(isRunning(child)).toBe(false));
	});
});

test('keys have the bytes that xterm sends, and an unknown one is an error', () => {
	expect(['ctrl-c', 'ctrl-k', 'enter', 'up', 'shift-tab', 'x', '?'].map(keyBytes)).toEqual([
		'\u0003',
		'\u000B',
		'\r',
		'\u001B[A',
		'\u001B[Z',
		'x',
		'?',
	]);
	expect(() => keyBytes('hyper-x')).toThrow('no such key: hyper-x');
});
