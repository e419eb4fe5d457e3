import { constants, openSync, readSync } from 'node:fs';
import type { CanvasTerminal } from '../ui/canvas/create-canvas.ts';
import { createTerminalAnswers, question, type TerminalAnswers } from './terminal-answers.ts';
import { createTerminalOutput } from './terminal-output.ts';

/** This process's terminal as the screen uses it: never waited for, and never sent more than it shows soon. */
export type ScreenTerminal = CanvasTerminal & {
	/** For Ink, in the place of the process's own. */
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
	/** Resolves when all that was written has left. */
	flushed(): Promise<void>;
	/** No more frames; resolves when nothing is left to be answered. */
	leave(): Promise<void>;
	/** Writes what waits, and takes the answers that are still to come, at once: for a process that ends unexpectedly. */
	leaveNow(): void;
};

/** Milliseconds that the end, or a shell, waits for answers: what comes later is typed at somebody else. */
const longestSettling = 5_000;

/**
 * The kernel, and SSH with all that is between, take far more bytes than a slow line carries in a second: that a write is over says
 * little. So each frame ends with a question, and while too much is unanswered no frame is drawn. A terminal that does not answer gets
 * frames as fast as they can be written.
 */
export function createScreenTerminal(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream & { fd: number },
): ScreenTerminal {
	const output = createTerminalOutput(stdout.fd);
	const listeners = new Set<() => void>();
	const isReady = () => output.isIdle() && answers.isNear();
	const look = () => {
		if (!isReady()) return;
		const waiting = [...listeners];
		listeners.clear();
		for (const each of waiting) each();
	};
	const settling = new Set<() => void>();
	const answers = createTerminalAnswers(() => {
		look();
		if (answers.isSettled()) for (const each of settling) each();
	});
	let hasLeft = false;
	const send = (text: string) => {
		// React draws once more when it is told to end
		if (hasLeft) return;
		answers.asked(Buffer.byteLength(text));
		output.write(text + question);
		output.whenIdle(look);
	};
	const settled = () =>
		new Promise<void>((resolve) => {
			const done = () => {
				clearTimeout(timer);
				settling.delete(done);
				resolve();
			};
			const timer = setTimeout(done, longestSettling);
			settling.add(done);
			if (answers.isSettled()) done();
		});
	return {
		isReady,
		whenReady: (listener) => void listeners.add(listener),
		send,
		settled,
		leave() {
			hasLeft = true;
			return settled();
		},
		flushed: output.flushed,
		leaveNow() {
			hasLeft = true;
			output.flushNow();
			if (!answers.isSettled()) swallowAnswers(answers);
		},
		stdin: replace(stdin, 'read', (size?: number) => {
			const chunk: unknown = stdin.read(size);
			return typeof chunk === 'string' ? answers.read(chunk) : chunk;
		}),
		stdout: replace(stdout, 'write', (text: string, ...rest: unknown[]) => {
			const done = rest.at(-1);
			output.write(text, typeof done === 'function' ? () => done() : undefined);
			return true;
		}),
	};
}

/** Milliseconds that a process may take to end when it ends unexpectedly. */
const longestSwallowing = 300;

/** Reads them off the terminal while nothing else can run any more: after the end they would be printed and typed. */
function swallowAnswers(answers: TerminalAnswers): void {
	const sleeper = new Int32Array(new SharedArrayBuffer(4));
	try {
		// one of our own: a read from the process's stdin would wait
		const fd = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		const buffer = Buffer.alloc(1_024);
		for (let waited = 0; waited < longestSwallowing && !answers.isSettled(); waited += 5) {
			answers.read(buffer.toString('utf8', 0, readNow(fd, buffer)));
			Atomics.wait(sleeper, 0, 0, 5);
		}
	} catch {
		// without a terminal there is nothing to swallow
	}
}

/** How many bytes were there to be read. */
function readNow(fd: number, buffer: Buffer): number {
	try {
		return readSync(fd, buffer);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
		throw error;
	}
}

/** The same stream, except for one method. */
function replace<Stream extends object>(stream: Stream, name: keyof Stream, method: unknown): Stream {
	return new Proxy(stream, {
		get(target, property) {
			if (property === name) return method;
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
