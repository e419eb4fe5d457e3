import { longestRawLine } from '../../core/log/line-splitter.ts';
import { type LogRecord, parseLogRecord } from '../../core/log/log-record.ts';
import type { LogFile } from './log-file.ts';

const chunkSize = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Where the last `count` lines begin, by reading the file from its end: no more of it than they are long. A line that the runtime
 * wrote in several pieces counts once.
 */
export async function findTailStart(file: LogFile, size: number, count: number): Promise<number> {
	let found = 0;
	let start = size;
	for await (const piece of readBackwards(file, size)) {
		const ends = parseLogRecord(piece.bytes)?.ends ?? true;
		if ((ends || start === size) && ++found > count) return start;
		start = piece.start;
	}
	return start;
}

/** The lines of a file, the last one first. Empty ones are left out; no runtime writes any. */
async function* readBackwards(file: LogFile, size: number): AsyncGenerator<{ bytes: Uint8Array; start: number }> {
	let rest: Uint8Array = new Uint8Array(0);
	for (let position = size; position > 0; position = Math.max(0, position - chunkSize)) {
		const from = Math.max(0, position - chunkSize);
		const bytes = Buffer.concat([await file.read(from, position - from), rest]);
		let end = bytes.length;
		while (end > 0) {
			const feed = bytes.lastIndexOf(lineFeed, end - 1);
			if (feed < 0) break;
			if (feed + 1 < end) yield { bytes: bytes.subarray(feed + 1, end), start: from + feed + 1 };
			end = feed;
		}
		rest = bytes.subarray(0, end);
		// this is no log, and must not be held as one line
		if (rest.length > 4 * longestRawLine || (from === 0 && end > 0)) {
			yield { bytes: rest, start: from };
			rest = new Uint8Array(0);
		}
	}
}

/**
 * Where to begin so that nothing written since that time is missed, within some hundred kilobytes: log files are in the order of
 * time, so that a few pieces of a large one tell.
 */
export async function findSinceStart(file: LogFile, size: number, since: number): Promise<number> {
	let [low, high] = [0, size];
	while (high - low > chunkSize) {
		const middle = Math.floor((low + high) / 2);
		const found = await findRecord(file, middle, high);
		if (found?.record.at !== undefined && found.record.at < since) low = found.start;
		else high = middle;
	}
	return low;
}

/** The first line after `position` that has a time, and where it begins. */
async function findRecord(
	file: LogFile,
	position: number,
	limit: number,
): Promise<{ record: LogRecord; start: number } | undefined> {
	const bytes = await file.read(position, Math.min(limit - position, 4 * chunkSize));
	let start = bytes.indexOf(lineFeed) + 1;
	while (start > 0) {
		const end = bytes.indexOf(lineFeed, start);
		if (end < 0) return undefined;
		const record = parseLogRecord(bytes.subarray(start, end));
		if (record?.at !== undefined) return { record, start: position + start };
		start = end + 1;
	}
	return undefined;
}
