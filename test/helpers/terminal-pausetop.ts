import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Terminal, TerminalOptions } from './terminal.ts';
import { commandLine } from './terminal-program.ts';
import { openTestTerminal } from './terminal-test.ts';

/** Nothing of this machine: neither its node nor its settings may change what a test sees. */
const detached = { TZ: 'UTC', KUBECONFIG: undefined, DOCKER_HOST: undefined };

type Options = Omit<TerminalOptions, 'command' | 'args'>;

/** pausetop as built, in a terminal that ends with the test. */
export function openPausetop(args: readonly string[], options: Options = {}): Terminal {
	const env = { ...detached, ...options.env };
	return openTestTerminal({
		columns: 120,
		rows: 36,
		...options,
		env,
		...commandLine(args),
	});
}

/** The screen on the simulated node, always with the same course of events, once all sources have answered. */
export async function openDemo(options: Options & { args?: readonly string[] } = {}): Promise<Terminal> {
	const terminal = openPausetop(['demo', '--seed', '1', ...(options.args ?? [])], options);
	await terminal.waitFor(isWhole, { what: 'the pods of the demo, and no source that still connects', timeout: 15_000 });
	return terminal;
}

function isWhole(screen: string): boolean {
	const isConnected = !/[○o] (docker|api|\/proc)/.test(screen);
	// times come with the inspections, after the listing
	const hasTimes = !/ Up +pid /.test(screen);
	return /pause-test2 +3\/3 +Running/.test(screen) && isConnected && hasTimes;
}

/** A shell in a terminal that runs a script in which `pausetop` is the program as built. */
export function openShell(script: string, options: Options = {}): Terminal {
	const env = { ...detached, ...options.env };
	const { command, args } = commandLine();
	// biome-ignore lint/suspicious/noTemplateCurlyInString: bash puts the words in
	const define = 'program=("$@"); set --; pausetop() { "${program[@]}" "$@"; }';
	const start = ['--norc', '-c', `${define}\n${script}`, 'bash', command, ...args];
	return openTestTerminal({ columns: 120, rows: 36, ...options, env, command: 'bash', args: start });
}

/** The pid of the program that a shell in a terminal is running. */
export function childPid(terminal: Terminal): number {
	const children = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8').trim().split(' ');
	const [first] = children;
	if (!first) throw new Error('the shell has no child');
	return Number(first);
}

/** How a program ended that had no terminal. */
export type PipedResult = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

type PipedOptions = { env?: Readonly<Record<string, string | undefined>>; closeAfter?: number; cwd?: string };

/** pausetop with pipes for stdin, stdout and stderr. `closeAfter` reads so many bytes of stdout and closes it, as `head` does. */
export function runPiped(
	args: readonly string[],
	{ env = {}, closeAfter, cwd }: PipedOptions = {},
): Promise<PipedResult> {
	return new Promise((resolve, reject) => {
		const program = commandLine(args);
		const child = spawn(program.command, program.args, {
			env: { ...process.env, CI: undefined, ...detached, ...env },
			cwd,
		});
		let [stdout, stderr] = ['', ''];
		child.stdin.end();
		child.stdout.on('data', (text: Buffer) => {
			stdout += text;
			if (closeAfter !== undefined && stdout.length >= closeAfter) child.stdout.destroy();
		});
		child.stderr.on('data', (text: Buffer) => {
			stderr += text;
		});
		child.on('error', reject);
		child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
	});
}
