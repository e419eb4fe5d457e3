import { homedir } from 'node:os';
import meow, { type AnyFlags } from 'meow';
import packageJson from '../package.json' with { type: 'json' };
import { type Arguments, checkArguments, splitShortFlags } from './commands/arguments.ts';
import type { CommandIo } from './commands/command-io.ts';
import { exitCodes, flagTable } from './commands/command-table.ts';
import { formatHelp } from './commands/format-help.ts';
import { UsageError } from './core/usage-error.ts';
import { type SimulatedRuntime, simulatedRuntimes } from './wire/simulation.ts';
import type { WireRequest } from './wire.ts';

type Flags = Arguments['flags'];

/** Names of the signals that end the program, with the exit code of a screen that they end. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

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

function text(flags: Flags, name: string): string | undefined {
	const value = flags[name];
	return typeof value === 'string' ? value : undefined;
}

function wireRequest({ command, flags }: Arguments): WireRequest {
	const demo = flags.demo === true || command === 'demo';
	const runtimes = Array.isArray(flags.runtime) ? flags.runtime.map(String) : [];
	return {
		runtimes: demo ? [] : runtimes,
		kube: flags.kube !== false,
		kubeconfig: text(flags, 'kubeconfig'),
		context: text(flags, 'context'),
		node: text(flags, 'node'),
		hostRoot: text(flags, 'hostRoot'),
		demo: demo
			? { pods: number(flags, 'pods'), seed: number(flags, 'seed'), runtime: simulatedRuntime(runtimes) }
			: undefined,
		environment: process.env,
		home: homedir(),
	};
}

/** The demo's `--runtime` names a kind: there is no socket yet. */
function simulatedRuntime([runtime]: readonly string[]): SimulatedRuntime | undefined {
	if (runtime === undefined) return undefined;
	const found = simulatedRuntimes.find((name) => name === runtime);
	if (!found) throw new UsageError(`the demo's --runtime is one of: ${simulatedRuntimes.join(', ')}`);
	return found;
}

function number(flags: Flags, name: string): number | undefined {
	const value = flags[name];
	return typeof value === 'number' ? value : undefined;
}

async function run(parsed: Arguments, io: CommandIo): Promise<number> {
	const { command, flags, input } = parsed;
	const request = wireRequest(parsed);
	switch (command) {
		case 'get': {
			const { runGet } = await import('./commands/get.ts');
			const kubeNamespace = flags.allNamespaces ? undefined : (text(flags, 'namespace') ?? 'default');
			const output = text(flags, 'output') as 'wide' | 'json' | 'yaml' | 'name' | undefined;
			return runGet({ names: input, kubeNamespace, selector: text(flags, 'selector'), output }, request, io);
		}
		case 'events': {
			const { runEvents } = await import('./commands/events.ts');
			return runEvents({ kubeNamespace: text(flags, 'namespace'), since: text(flags, 'since') }, request, io);
		}
		case 'doctor': {
			const { runDoctor } = await import('./commands/doctor.ts');
			return runDoctor(request, io);
		}
		default: {
			if (!process.stdin.isTTY || !process.stdout.isTTY) {
				throw new UsageError('the screen needs a terminal. For scripts: pausetop get -A, or pausetop events');
			}
			const { runScreen } = await import('./commands/screen.tsx');
			return runScreen({ ascii: isAscii(flags), color: isColoured(flags) }, request, io);
		}
	}
}

function isAscii(flags: Flags): boolean {
	const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	return flags.ascii === true || TERM === 'dumb' || TERM === 'linux' || !/utf-?8/i.test(locale);
}

function isColoured(flags: Flags): boolean {
	return flags.color !== false && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
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
		out: (data) => void process.stdout.write(data),
		err: (data) => void process.stderr.write(data),
		signal: controller.signal,
	};
	const code = await run(parsed, io);
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
