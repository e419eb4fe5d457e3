import { parseDockerTime } from '../docker-time.ts';
import type { LogStream } from './log-line.ts';

/** One piece as a runtime wrote it: a whole line, or a part of one that was too long for it (16 KiB in containerd and Docker). */
export type LogRecord = {
	at?: number;
	stamp?: string;
	stream: LogStream;
	bytes: Uint8Array;
	/** The line is complete with it. */
	ends: boolean;
};

const [space, brace, lineFeed] = [0x20, 0x7b, 0x0a];
const text = new TextDecoder();
const binary = new TextEncoder();

/**
 * Reads one line of a kubelet's log file, without its line break, in either of its formats: CRI's
 * `<RFC 3339> stdout|stderr P|F <text>`, where further tags may follow the first behind a colon, or json-file's
 * `{"log":"<text>\n","stream":"stdout","time":"<RFC 3339>"}`. Undefined for anything else.
 */
export function parseLogRecord(line: Uint8Array): LogRecord | undefined {
	return line[0] === brace ? parseJsonRecord(line) : parseCriRecord(line);
}

function parseCriRecord(line: Uint8Array): LogRecord | undefined {
	const first = line.indexOf(space);
	// the longest time has 35 characters: 2016-10-06T00:17:09.669794202+02:00
	if (first < 20 || first > 35) return undefined;
	const second = line.indexOf(space, first + 1);
	const stream = parseStream(text.decode(line.subarray(first + 1, second)));
	const stamp = text.decode(line.subarray(0, first));
	const at = parseDockerTime(stamp);
	if (second < 0 || stream === undefined || at === undefined) return undefined;
	const third = line.indexOf(space, second + 1);
	const tagsEnd = third < 0 ? line.length : third;
	const tag = text.decode(line.subarray(second + 1, Math.min(tagsEnd, second + 3)));
	if (!/^[FP](?::|$)/.test(tag)) return undefined;
	return { at, stamp, stream, bytes: line.subarray(Math.min(line.length, tagsEnd + 1)), ends: tag[0] === 'F' };
}

function parseJsonRecord(line: Uint8Array): LogRecord | undefined {
	const entry = parseJson(text.decode(line));
	const stream = parseStream(entry?.stream);
	if (typeof entry?.log !== 'string' || stream === undefined) return undefined;
	const { time } = entry;
	return {
		at: parseDockerTime(time),
		...(typeof time === 'string' && { stamp: time }),
		stream,
		...takeLineBreak(binary.encode(entry.log)),
	};
}

/** Takes the line break off a message, if there is one. */
export function takeLineBreak(message: Uint8Array): Pick<LogRecord, 'bytes' | 'ends'> {
	const ends = message.at(-1) === lineFeed;
	return { bytes: ends ? message.subarray(0, -1) : message, ends };
}

function parseJson(line: string): { log?: unknown; stream?: unknown; time?: unknown } | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

function parseStream(word: unknown): LogStream | undefined {
	return word === 'stdout' || word === 'stderr' ? word : undefined;
}
