import type { ReadStream, WriteStream } from 'node:tty';
import type { ShellResult } from '../core/shell/shell-target.ts';

/** The terminal that a shell gets. Nobody else may read it or draw on it meanwhile. */
export type ShellTerminal = {
	stdin: { fd: number } & Pick<ReadStream, 'isRaw' | 'setRawMode' | 'on' | 'off' | 'pause' | 'resume' | 'isPaused'>;
	stdout: { fd: number } & Pick<WriteStream, 'columns' | 'rows' | 'on' | 'off' | 'write'>;
};

/** A shell with a terminal of its own on the other side. */
export type ShellChannel = {
	send(bytes: Uint8Array): void;
	/** Never throws; a size that does not arrive is not worth a word. */
	resize(columns: number, rows: number): void;
	/** Called once, before `ended` can resolve. */
	receive(listener: (bytes: Uint8Array) => void): void;
	/** Resolves when the shell has ended. Never rejects. */
	ended: Promise<ShellResult>;
	/** Leaves: the shell is told as far as that can be done. */
	hangUp(): void;
};

/**
 * What a shell, or what was killed in it, may have left switched on: mouse, bracketed paste, application keys, no wrapping, a
 * hidden cursor, colours.
 */
const resetModes =
	'\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1l\x1b>\x1b[?7h\x1b[?25h\x1b[0m';

/**
 * Connects the terminal, raw, with the shell until that ends or `signal` aborts. The terminal is then as it was, whatever
 * happened.
 */
export async function attachTerminal(
	{ stdin, stdout }: ShellTerminal,
	channel: ShellChannel,
	signal: AbortSignal,
): Promise<ShellResult> {
	const send = (chunk: Buffer | string) => channel.send(Buffer.from(chunk as string));
	const resize = () => channel.resize(stdout.columns, stdout.rows);
	const leave = () => channel.hangUp();
	const putBack = takeTerminal(stdin, true);
	try {
		channel.receive((bytes) => void stdout.write(bytes));
		stdout.on('resize', resize);
		signal.addEventListener('abort', leave, { once: true });
		stdin.on('data', send);
		stdin.resume();
		resize();
		if (signal.aborted) leave();
		return await channel.ended;
	} finally {
		stdin.off('data', send);
		stdout.off('resize', resize);
		signal.removeEventListener('abort', leave);
		stdout.write(resetModes);
		putBack();
	}
}

/** Sets the mode and stops reading, and gives the way back. A terminal that has gone away has no mode any more. */
export function takeTerminal(stdin: ShellTerminal['stdin'], raw: boolean): () => void {
	const { isRaw } = stdin;
	const wasPaused = stdin.isPaused();
	stdin.pause();
	setRaw(stdin, raw);
	return () => {
		stdin.pause();
		setRaw(stdin, isRaw);
		if (!wasPaused) stdin.resume();
	};
}

function setRaw(stdin: ShellTerminal['stdin'], raw: boolean): void {
	try {
		stdin.setRawMode(raw);
	} catch {
		// EIO: the terminal was closed
	}
}
