import { joinBytes } from './line-splitter.ts';
import type { LogLine, LogStream } from './log-line.ts';
import type { LogRecord } from './log-record.ts';

/** Makes whole lines of a runtime's pieces, for each stream by itself: the other one may write in between. */
export type LineAssembler = {
	/** Undefined while the line goes on. */
	push(record: LogRecord): LogLine | undefined;
	/** The end: gives the lines that were never ended. */
	finish(): LogLine[];
};

/** What becomes of a line with more than `longest` bytes: its end is `cut` off and counted, or it comes in several `open` lines. */
export type LineLimit = { longest: number; beyond: 'cut' | 'split' };

/** For people to look at: 16 KiB are more than any screen. */
export const shownLimit: LineLimit = { longest: 16 * 1024, beyond: 'cut' };
/** For programs: nothing is left out. */
export const wholeLimit: LineLimit = { longest: 1024 * 1024, beyond: 'split' };

type Unfinished = { first: LogRecord; parts: Uint8Array[]; length: number; cut: number; continues: boolean };

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function createLineAssembler({ longest, beyond }: LineLimit): LineAssembler {
	const unfinished = new Map<LogStream, Unfinished>();

	const begin = (record: LogRecord, continues: boolean): Unfinished => {
		const line = { first: record, parts: [], length: 0, cut: 0, continues };
		unfinished.set(record.stream, line);
		return line;
	};
	const add = (line: Unfinished, bytes: Uint8Array) => {
		const fits = beyond === 'split' ? bytes.length : Math.min(bytes.length, longest - line.length);
		// a copy: pieces are views of a chunk that may be used again
		line.parts.push(new Uint8Array(bytes.subarray(0, fits)));
		line.length += fits;
		line.cut += bytes.length - fits;
	};
	const takeOpen = (line: Unfinished): LogLine => {
		const whole = joinBytes(line.parts);
		const length = completeLength(whole);
		const next = begin({ ...line.first, bytes: new Uint8Array(0) }, true);
		add(next, whole.subarray(length));
		return makeLine({ ...line, parts: [whole.subarray(0, length)] }, false);
	};
	return {
		push(record) {
			const before = unfinished.get(record.stream);
			// nearly all lines come in one piece
			if (before === undefined && record.ends && record.bytes.length <= longest) return makeWhole(record);
			const line = before ?? begin(record, false);
			add(line, record.bytes);
			if (record.ends) {
				unfinished.delete(record.stream);
				return makeLine(line, true);
			}
			return beyond === 'split' && line.length >= longest ? takeOpen(line) : undefined;
		},
		finish() {
			const lines = [...unfinished.values()].filter(({ length, continues }) => length > 0 || continues);
			unfinished.clear();
			return lines.map((line) => makeLine(line, false));
		},
	};
}

function makeWhole({ at, stamp, stream, bytes }: LogRecord): LogLine {
	return {
		...(at !== undefined && { at }),
		...(stamp !== undefined && { stamp }),
		stream,
		text: decoder.decode(bytes),
	};
}

function makeLine({ first, parts, cut, continues }: Unfinished, ends: boolean): LogLine {
	const bytes = joinBytes(parts);
	const kept = cut > 0 ? bytes.subarray(0, completeLength(bytes)) : bytes;
	return {
		...makeWhole({ ...first, bytes: kept }),
		...(cut > 0 && { cut: cut + bytes.length - kept.length }),
		...(!ends && { open: true }),
		...(continues && { continues: true }),
	};
}

/** How many of the bytes are whole UTF-8 characters: a character of up to four bytes may have been cut through. */
function completeLength(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (byte < 0x80) return bytes.length;
		if (byte >= 0xc0) {
			const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
			return needed > back ? bytes.length - back : bytes.length;
		}
	}
	return bytes.length;
}
