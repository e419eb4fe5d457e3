import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** `missing`: the file is not there, or not to be read. `cut`: it went on after `limit` lines. */
export type LinesRead = 'complete' | 'cut' | 'missing';

/** Bytes between two chances for keys and frames; lines of the kernel's socket tables have about 150. */
const chunk = 64 * 1024;

/**
 * Hands the lines of a file to `take`, piece by piece, until it ends, `limit` lines were read, or `signal` aborts. A table of the
 * kernel has no length to be known before.
 */
export async function readLines(
	path: string,
	limit: number,
	signal: AbortSignal,
	take: (line: string) => void,
): Promise<LinesRead> {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		return 'missing';
	}
	try {
		return await takeLines(file, limit, signal, take);
	} catch {
		// the process has ended while its table was read
		return 'missing';
	} finally {
		closeSync(file);
	}
}

async function takeLines(
	file: number,
	limit: number,
	signal: AbortSignal,
	take: (line: string) => void,
): Promise<LinesRead> {
	const buffer = Buffer.allocUnsafe(chunk);
	let rest = '';
	let count = 0;
	let sincePause = 0;
	while (!signal.aborted) {
		const length = readSync(file, buffer, 0, chunk, null);
		if (length === 0) {
			if (rest !== '') take(rest);
			return 'complete';
		}
		// latin1 keeps every byte in its place where a piece ends within a character; paths are decoded afterwards
		const lines = (rest + buffer.toString('latin1', 0, length)).split('\n');
		rest = lines.pop() ?? '';
		// a line without an end is no table
		if (rest.length > chunk) return 'cut';
		for (const line of lines) {
			if (count >= limit) return 'cut';
			count += 1;
			take(line);
		}
		sincePause += length;
		if (sincePause < chunk) continue;
		sincePause = 0;
		await setImmediate();
	}
	return 'cut';
}
