import { dirname } from 'node:path';
import { shownLimit } from '../../core/log/line-assembler.ts';
import type { EmitLog } from '../../core/log/log-line.ts';
import { isSince, type LogOptions } from '../../core/log/log-options.ts';
import { createLogParser, type LogParser } from '../../core/log/log-parser.ts';
import { SourceError } from '../../core/source.ts';
import { type ChangeWatch, createChangeWatch } from './change-watch.ts';
import { findSinceStart, findTailStart } from './find-start.ts';
import { type LogFile, openLogFile } from './log-file.ts';

export type FollowLogFileOptions = LogOptions & {
	/**
	 * The file as it is found at this moment: asked anew each time, as the name or a link to it may lead elsewhere after a
	 * rotation.
	 */
	locate: () => string;
	/** Whether the container still runs: a log that is followed ends with it. Asked when nothing has been written for a while. */
	isRunning: () => Promise<boolean>;
	emit: EmitLog;
	signal: AbortSignal;
	/** Milliseconds without a change after which is looked whether one has been missed, and whether the container runs. 1 s unless given. */
	lookEvery?: number;
};

const chunkSize = 64 * 1024;

type Reading = FollowLogFileOptions & { parser: LogParser; file: LogFile; position: number };

/**
 * Reads a container's log file as the kubelet keeps it, in CRI's or Docker's format. Resolves at its end; with `follow` once the
 * container has ended and everything is read; or when `signal` aborts. A rotation (another file by the same name) or a
 * truncation loses nothing that can still be read. Rejects with a SourceError when there is no such file or it may not be read.
 */
export async function followLogFile(options: FollowLogFileOptions): Promise<void> {
	const file = await openLogFile(options.locate());
	if (!file) {
		throw new SourceError(`there is no log file ${options.locate()}`, {
			remedy: 'the kubelet has removed it; in a container, mount the host’s / and name it: --host-root DIR',
		});
	}
	const reading: Reading = { ...options, parser: createLogParser(options.limit ?? shownLimit), file, position: 0 };
	try {
		reading.position = await findStart(file, options);
		// watched before it is read: what is written in between is then not missed
		const watch = options.follow ? createChangeWatch(dirname(options.locate())) : undefined;
		try {
			await (watch ? follow(reading, watch) : readToEnd(reading));
			if (!options.signal.aborted) await say(reading, reading.parser.finish());
		} finally {
			watch?.close();
		}
	} catch (error) {
		if (!options.signal.aborted) throw explain(error, options.locate());
	} finally {
		await reading.file.close();
	}
}

async function findStart(file: LogFile, { tail, since }: LogOptions): Promise<number> {
	const size = await file.size();
	const bySince = since === undefined ? 0 : await findSinceStart(file, size, since);
	return tail === undefined ? bySince : Math.max(bySince, await findTailStart(file, size, tail));
}

async function follow(reading: Reading, watch: ChangeWatch): Promise<void> {
	const { signal, isRunning, lookEvery = 1_000 } = reading;
	for (let hasEnded = false; !signal.aborted; ) {
		await readToEnd(reading);
		if (await takeSuccessor(reading)) continue;
		if (hasEnded) return;
		const changed = await watch.wait(lookEvery, signal);
		// whatever it wrote before it ended is read in one more round
		if (!changed && !signal.aborted) hasEnded = !(await isRunning());
	}
}

async function readToEnd(reading: Reading): Promise<void> {
	while (!reading.signal.aborted) {
		const chunk = await reading.file.read(reading.position, chunkSize);
		if (chunk.length === 0) return;
		reading.position += chunk.length;
		await say(reading, reading.parser.push(chunk));
		// a burst must leave room for keys and drawing
		await new Promise(setImmediate);
	}
}

async function say({ since, emit }: Reading, all: ReturnType<LogParser['push']>): Promise<void> {
	const lines = since === undefined ? all : all.filter((line) => isSince(line, since));
	if (lines.length > 0) await emit(lines);
}

/** At the end of the file: whether there is more by the same name, a new file after a rotation or the same one truncated. */
async function takeSuccessor(reading: Reading): Promise<boolean> {
	const { file, locate, position } = reading;
	if ((await file.size()) < position) {
		// copied away and emptied: what is in it now has nothing to do with the line that was under way
		await say(reading, reading.parser.finish());
		reading.position = 0;
		return true;
	}
	// between the two steps of a rotation there is none
	const successor = await openLogFile(locate());
	if (successor === undefined) return false;
	if (successor.identity === file.identity) {
		await successor.close();
		return false;
	}
	// written after the end was reached, before the name changed
	await readToEnd(reading);
	reading.file = successor;
	reading.position = 0;
	await file.close();
	return true;
}

function explain(error: unknown, path: string): Error {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (typeof code !== 'string' || error instanceof SourceError) {
		return error instanceof Error ? error : new Error(String(error));
	}
	return new SourceError(`${path} cannot be read (${code})`, { remedy: 'look at the disk: dmesg', cause: error });
}
