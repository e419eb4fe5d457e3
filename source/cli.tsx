import { once } from 'node:events';
import { homedir } from 'node:os';
import meow, { type AnyFlags } from 'meow';
import packageJson from '../package.json' with { type: 'json' };
import { type Arguments, checkArguments, splitShortFlags } from './commands/arguments.ts';
import type { CommandIo } from './commands/command-io.ts';
import { exitCodes, flagTable } from './commands/command-table.ts';
import { formatHelp } from './commands/format-help.ts';
import { runNamed } from './commands/run-named.ts';
import type { Surroundings } from './commands/surroundings.ts';
import { UsageError } from './core/usage-error.ts';

/** Names of the signals that end the program, with the exit code of a screen that they end. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What a terminal counts as that does not tell its width. */
const usualColumns = 80;

function parseArguments(argv: string[]): Arguments {
	const flags = Object.fromEntries(
		flagTable.map(({ name, short, type, multiple, negated }) => {
			const settings = { type, ...(short && { shortFlag: short }), ...(multiple && { isMultiple: true }) };
			return [name, negated ? { ...settings, default: true } : settings];
		}),
	) as AnyFlags;
	const options = {
		importMeta: import.meta,
		pkg: packageJson,
		argv: splitShortFlags(argv),
		flags,
		help: formatHelp(),
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
	};
	const parsed = readFlags(() => meow(options));
	const [command = '', ...input] = parsed.input;
	return { command, input, flags: parsed.flags };
}

/** What meow throws at is the command line's fault: a flag given twice. */
function readFlags<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function readSurroundings(): Surroundings {
	const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream) => (isTTY ? columns || usualColumns : undefined);
	return {
		environment: process.env,
		home: homedir(),
		stdinIsTerminal: process.stdin.isTTY === true,
		stdoutColumns: columnsOf(process.stdout),
		stderrColumns: columnsOf(process.stderr),
	};
}

/** Writes to stdout. A pipe that is full is waited for by whoever waits; a signal ends that. */
function writeOut(text: string, signal: AbortSignal): void | Promise<void> {
	if (process.stdout.write(text) || signal.aborted) return undefined;
	return once(process.stdout, 'drain', { signal }).then(
		() => undefined,
		() => undefined,
	);
}

/**
 * Waits until all that was written has left, or for a signal: what a pipe has no room for yet (64 KiB on Linux) is still here, and
 * process.exit() would throw it away (seen with Node 24).
 */
async function flushOut(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve());
		// a broken pipe is an error of the stream, which ends the program
		process.stdout.write('', (error) => error ?? resolve());
	});
}

/** Runs the command with signals and a broken pipe turned into one abort. */
async function main(): Promise<number> {
	const parsed = parseArguments(process.argv.slice(2));
	if (parsed.flags.version) {
		process.stdout.write(`${packageJson.version}\n`);
		return exitCodes.success.code;
	}
	if (parsed.flags.help) {
		process.stdout.write(formatHelp(parsed.command === '' ? undefined : parsed.command));
		return exitCodes.success.code;
	}
	checkArguments(parsed);
	const controller = new AbortController();
	let ending: number | undefined;
	for (const [signal, code] of Object.entries(endings)) {
		process.on(signal, () => {
			ending = code;
			controller.abort();
		});
	}
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		// whoever read our output has seen enough
		if (error.code === 'EPIPE') process.exit(exitCodes.success.code);
		throw error;
	});
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
	process.exit(await main());
} catch (error) {
	const isUsage = error instanceof UsageError;
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`pausetop: ${message}\n${isUsage ? 'pausetop --help says more.\n' : ''}`);
	process.exit(isUsage ? exitCodes.usage.code : exitCodes.failure.code);
}
