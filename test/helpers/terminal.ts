import { type IPty, spawn } from '@lydell/node-pty';
import headless, { type Terminal as Emulator } from '@xterm/headless';
import { type Key, keyBytes } from './terminal-keys.ts';
import { createLine } from './terminal-line.ts';
import { type TerminalModes, trackModes } from './terminal-modes.ts';
import { createReceived, type Received } from './terminal-received.ts';
import { drawScreen, readLines, readScreen } from './terminal-screen.ts';
import { createWatch, type Expected, type Seen, type WaitOptions } from './terminal-watch.ts';

export type TerminalOptions = {
	command: string;
	args?: readonly string[];
	/** 80 if absent. */
	columns?: number;
	/** 24 if absent. */
	rows?: number;
	/** On top of this process's environment without what would change the picture; `undefined` takes a variable away. */
	env?: Readonly<Record<string, string | undefined>>;
	cwd?: string;
	/** How many bytes a second come from the program to the terminal, behind buffers that take any amount, as those of SSH; all at once if absent. */
	bytesPerSecond?: number;
};

export type TerminalExit = {
	/** Undefined when a signal ended it. */
	code?: number;
	/** The signal's number. */
	signal?: number;
};

/** A program in a terminal of its own: a kernel pseudo-terminal, and an emulator that draws what comes out of it. */
export type Terminal = {
	readonly pid: number;
	/** For whoever needs cells, colours or the cursor. */
	readonly emulator: Emulator;
	readonly received: Received;
	/** Resolves when the program has ended and all of its output is on the screen. */
	readonly exited: Promise<TerminalExit>;
	/** Bytes that have left the program and that the terminal has not got. */
	underWay(): number;
	type(text: string): void;
	press(...keys: Key[]): void;
	/** The visible text; while a synchronized update is under way it can be half drawn. */
	screen(): string;
	lines(): readonly string[];
	/** The screen with a frame around it, for messages. */
	draw(): string;
	modes(): TerminalModes;
	/** Looks at once and after each output; on timeout or at the program's end the error shows the screen. */
	waitFor(expected: Expected, options?: WaitOptions): Promise<Seen>;
	resize(columns: number, rows: number): void;
	/** SIGHUP if nothing else is said: what a closed terminal window sends. */
	kill(signal?: NodeJS.Signals): void;
	/** Ends the program and all it has started in this terminal, whatever state it is in. May be called twice. */
	dispose(): Promise<void>;
};

/** Opens a terminal and starts the program in it. Who opens it disposes of it: a living pty keeps the test runner alive. */
export function openTerminal(options: TerminalOptions): Terminal {
	const { columns = 80, rows = 24 } = options;
	const emulator = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
	const modes = trackModes(emulator);
	const env = terminalEnvironment(options.env);
	const pty = spawn(options.command, [...(options.args ?? [])], {
		// Becomes TERM, whatever the environment says
		name: env.TERM,
		cols: columns,
		rows,
		cwd: options.cwd ?? process.cwd(),
		env,
	});
	const received = createReceived();
	let drawnAt = performance.now();
	const look = (): Seen | undefined =>
		emulator.modes.synchronizedOutputMode ? undefined : { screen: readScreen(emulator), at: drawnAt };
	const watch = createWatch(look, () => drawScreen(emulator));

	const line = createLine(options.bytesPerSecond, (text) => {
		const { at } = received.add(text);
		emulator.write(text, () => {
			drawnAt = at;
			watch.changed();
		});
	});
	pty.onData(line.send);
	// A program may ask the terminal what it is (device attributes, cursor position); a real one answers
	emulator.onData((answer) => pty.write(answer));
	let alive = true;
	const exited = watchExit(pty, emulator, (reason) => {
		alive = false;
		watch.end(reason);
	});

	return {
		pid: pty.pid,
		emulator,
		received,
		exited,
		underWay: line.underWay,
		type: (text) => pty.write(text),
		press: (...keys) => pty.write(keys.map(keyBytes).join('')),
		screen: () => readScreen(emulator),
		lines: () => readLines(emulator),
		draw: () => drawScreen(emulator),
		modes,
		waitFor: watch.waitFor,
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		kill: (signal = 'SIGHUP') => pty.kill(signal),
		async dispose() {
			line.close();
			if (alive) await endProcesses(pty, exited);
		},
	};
}

function watchExit(pty: IPty, emulator: Emulator, end: (reason: string) => void): Promise<TerminalExit> {
	return new Promise((resolve) => {
		pty.onExit(({ exitCode, signal }) => {
			// The emulator parses with a delay: only behind an empty write is everything drawn
			emulator.write('', () => {
				end(`the program has ended (${signal ? `signal ${signal}` : `exit code ${exitCode}`})`);
				resolve(signal ? { signal } : { code: exitCode });
			});
		});
	});
}

/** How long a program may take to put its things away, in milliseconds. */
const grace = 3_000;

/** First as a window that is closed does it, so that temporary files go; then by force. */
async function endProcesses(pty: IPty, exited: Promise<TerminalExit>): Promise<void> {
	signalProcesses(pty, 'SIGHUP');
	const timer = setTimeout(() => signalProcesses(pty, 'SIGKILL'), grace);
	await exited;
	clearTimeout(timer);
}

function signalProcesses(pty: IPty, signal: NodeJS.Signals): void {
	try {
		// The pty's child leads a session and a process group of its own
		process.kill(-pty.pid, signal);
	} catch {
		// It ended this very moment
	}
}

/** `CI` makes Ink treat the terminal as a file; the others change colours, size or language of what is drawn. */
const unwanted = ['CI', 'CONTINUOUS_INTEGRATION', 'NO_COLOR', 'FORCE_COLOR', 'COLORTERM', 'COLUMNS', 'LINES', 'LC_ALL'];

function terminalEnvironment(own: TerminalOptions['env'] = {}): Record<string, string> {
	const inherited = Object.entries(process.env).filter(([name]) => !unwanted.includes(name));
	const merged = { ...Object.fromEntries(inherited), TERM: 'xterm-256color', LANG: 'C.UTF-8', ...own };
	return Object.fromEntries(
		Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}
