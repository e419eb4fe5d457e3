import { write, writeSync } from 'node:fs';

/** What is written to a terminal without anybody waiting for it. */
export type TerminalOutput = {
	/** Never blocks. `done` is called when it has left, or when there is no terminal any more. */
	write(text: string, done?: () => void): void;
	/** Nothing is under way, and nothing waits. */
	isIdle(): boolean;
	/** Calls back once, when nothing is under way. */
	whenIdle(listener: () => void): void;
	/** Resolves when all of it has left. */
	flushed(): Promise<void>;
	/** Writes what waits, at once: for a process that ends. */
	flushNow(): void;
};

/** After so many milliseconds it is tried again where somebody has made the terminal refuse to wait. */
const retryAfter = 10;

/**
 * Writes to a terminal in a thread of the pool. A stream of Node's or Bun's for a terminal writes synchronously: a serial line at 9,600
 * baud would stop the sources and the keys for as long as it takes its bytes.
 */
export function createTerminalOutput(fd: number): TerminalOutput {
	let waiting = '';
	let isWriting = false;
	let isScheduled = false;
	let isGone = false;
	let callbacks: (() => void)[] = [];
	const idle = new Set<() => void>();
	const isIdle = () => !isWriting && waiting === '' && callbacks.length === 0;

	const settle = (done: readonly (() => void)[]) => {
		for (const each of done) each();
		begin();
		if (!isIdle()) return;
		const listeners = [...idle];
		idle.clear();
		for (const each of listeners) each();
	};
	const send = (bytes: Buffer, done: readonly (() => void)[]) => {
		write(fd, bytes, 0, bytes.length, null, (error, written) => {
			const rest = error ? bytes : bytes.subarray(written);
			if (error?.code === 'EAGAIN') return void setTimeout(send, retryAfter, bytes, done);
			// a terminal that is gone says so by a signal, too
			if (error) isGone = true;
			else if (rest.length > 0) return send(rest, done);
			isWriting = false;
			settle(done);
		});
	};
	/** Pieces that are written one after the other leave together. */
	const begin = () => {
		isScheduled = false;
		if (isWriting || (waiting === '' && callbacks.length === 0)) return;
		const [text, done] = [waiting, callbacks];
		waiting = '';
		callbacks = [];
		if (text === '' || isGone) return settle(done);
		isWriting = true;
		send(Buffer.from(text), done);
	};
	const whenIdle = (listener: () => void) => {
		if (isIdle()) listener();
		else idle.add(listener);
	};
	return {
		write(text, done) {
			waiting += text;
			if (done) callbacks.push(done);
			if (isScheduled) return;
			isScheduled = true;
			queueMicrotask(begin);
		},
		isIdle,
		whenIdle,
		flushed: () => new Promise((resolve) => whenIdle(resolve)),
		flushNow() {
			const text = waiting;
			waiting = '';
			try {
				// the kernel keeps the order: a write that is under way holds the terminal
				if (text !== '' && !isGone) writeSync(fd, text);
			} catch {
				// no terminal, or one that takes nothing: there is nobody to tell
			}
		},
	};
}
