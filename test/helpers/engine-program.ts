import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Document } from '../engines/document.ts';
import { commandLine } from './terminal-program.ts';

const execute = promisify(execFile);

type Env = Record<string, string>;

/** Runs `pausetop get … -o json`, the built program, and parses what it prints. */
export async function runGet(args: string[], env: Env = {}): Promise<Document> {
	const program = commandLine(['get', ...args, '-o', 'json']);
	const { stdout } = await execute(program.command, program.args, {
		env: { ...process.env, ...env },
		maxBuffer: 256 * 1024 * 1024,
		timeout: 60_000,
	});
	return JSON.parse(stdout) as Document;
}

/** One line of `pausetop events`. */
export type EventLine = {
	at: string;
	source: string;
	type: string;
	kubeNamespace?: string;
	pod?: string;
	container?: string;
	sandboxAttempt?: number;
	id?: string;
	message?: string;
};

/** `pausetop events` at work. */
export type EventStream = {
	/** What it has printed so far, each line parsed. */
	lines: readonly EventLine[];
	/** What it has said on stderr so far. */
	messages(): string;
	isRunning(): boolean;
	/** Ends it as ctrl-c does and waits for it. Resolves with its exit code, or null when the signal killed it. */
	stop(): Promise<number | null>;
};

/** Starts `pausetop events`. Call `stop` in the test's clean-up. */
export function startEvents(args: string[], env: Env = {}): EventStream {
	const program = commandLine(['events', ...args]);
	const child: ChildProcess = spawn(program.command, program.args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: EventLine[] = [];
	let messages = '';
	if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
	createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as EventLine));
	child.stderr.on('data', (chunk: Buffer) => {
		messages += chunk.toString();
	});
	const closed = once(child, 'close');
	const isRunning = () => child.exitCode === null && child.signalCode === null;
	return {
		lines,
		messages: () => messages,
		isRunning,
		async stop() {
			if (isRunning()) child.kill('SIGINT');
			await closed;
			return child.exitCode;
		},
	};
}
