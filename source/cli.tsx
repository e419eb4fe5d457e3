import { homedir } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import { checkArguments } from './commands/arguments.ts';
import type { CommandIo } from './commands/command-io.ts';
import { exitCodes } from './commands/command-table.ts';
import { formatHelp } from './commands/format-help.ts';
import { formatVersion } from './commands/format-version.ts';
import { readArguments } from './commands/read-flags.ts';
import { runNamed } from './commands/run-named.ts';
import type { Surroundings } from './commands/surroundings.ts';
import { UsageError } from './core/usage-error.ts';

/** Names of the signals that end the program, with the exit code of a screen that they end. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What a build was made from (source/build puts it in); not there when the source runs as it is, or was no git checkout. */
declare const BUILD_COMMIT: string | undefined;
const commit = typeof BUILD_COMMIT === 'undefined' ? undefined : BUILD_COMMIT;

/** What a terminal counts as that does not tell its width. */
const usualColumns = 80;

/** The streams' parts tell when they are asked: what streams are made of takes 7 ms to load (Bun 1.4), and not every command asks. */
function readSurroundings(): Surroundings {
	const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream) => (isTTY ? columns || usualColumns : undefined);
	return {
		version: packageJson.version,
		environment: process.env,
		home: homedir(),
		get stdinIsTerminal() {
			return process.stdin.isTTY === true;
		},
		get stdoutColumns() {
			return columnsOf(openOut());
		},
		get stderrColumns() {
			return columnsOf(process.stderr);
		},
	};
}

let stdout: NodeJS.WriteStream | undefined;

/** Stdout, made when it is first written to. */
function openOut(): NodeJS.WriteStream {
	stdout ??= process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		// whoever read our output has seen enough
		if (error.code === 'EPIPE') process.exit(exitCodes.success.code);
		throw error;
	});
	return stdout;
}

/** Writes to stdout. A pipe that is full is waited for by whoever waits; a signal ends that. */
function writeOut(text: string, signal: AbortSignal): void | Promise<void> {
	const out = openOut();
	if (out.write(text) || signal.aborted) return undefined;
	return new Promise((resolve) => {
		const go = () => {
			out.off('drain', go);
			signal.removeEventListener('abort', go);
			resolve();
		};
		out.on('drain', go);
		signal.addEventListener('abort', go);
	});
}

/**
 * Waits until all that was written has left, or for a signal: what a pipe has no room for yet (64 KiB on Linux) is still here, and
 * process.exit() would throw it away (seen with Node 24).
 */
async function flushOut(signal: AbortSignal): Promise<void> {
	const out = stdout;
	if (!out || signal.aborted) return;
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve());
		// Not an empty write: Bun 1.4 calls back for that one at once. A broken pipe is an error of the stream, which ends the program
		out.end((error?: Error | null) => error ?? resolve());
	});
}

/**
 * Ends the program for what nobody caught. Said after the screen, which leaves the terminal when the process exits. Node would do this by
 * itself; Bun 1.4 goes on for a while after a fault in a signal's listener, and for good after a rejection there.
 */
function fail(error: unknown): void {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.once('exit', () => process.stderr.write(`pausetop: ${text}\n`));
	process.exit(exitCodes.failure.code);
}

/** Runs the command with signals and a broken pipe turned into one abort. */
async function main(argv: string[]): Promise<number> {
	const parsed = readArguments(argv);
	if (parsed.flags.version) {
		process.stdout.write(`${formatVersion(packageJson.version, commit)}\n`);
		return exitCodes.success.code;
	}
	if (parsed.flags.help) {
		process.stdout.write(formatHelp(parsed.command === '' ? undefined : parsed.command));
		return exitCodes.success.code;
	}
	checkArguments(parsed);
	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
	const controller = new AbortController();
	let ending: number | undefined;
	for (const [signal, code] of Object.entries(endings)) {
		process.on(signal, () => {
			ending = code;
			controller.abort();
		});
	}
	const io: CommandIo = {
		out: (data) => writeOut(data, controller.signal),
		err: (data) => void process.stderr.write(data),
		signal: controller.signal,
	};
	const code = await runNamed(parsed, readSurroundings(), io);
	await flushOut(controller.signal);
	return ending !== undefined && parsed.command !== 'events' ? ending : code;
}

try {
	process.exit(await main(process.argv.slice(2)));
} catch (error) {
	const isUsage = error instanceof UsageError;
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`pausetop: ${message}\n${isUsage ? 'pausetop --help says more.\n' : ''}`);
	process.exit(isUsage ? exitCodes.usage.code : exitCodes.failure.code);
}
