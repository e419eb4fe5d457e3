import { parseDockerTime } from '../docker-time.ts';
import { createLineSplitter, joinBytes, type RawLine } from './line-splitter.ts';
import type { LogStream } from './log-line.ts';
import { type LogRecord, takeLineBreak } from './log-record.ts';

/** Takes Docker's answer about logs, asked for with `timestamps`, apart, chunk by chunk. */
export type DockerLogStream = {
	/** @throws DockerLogError when the daemon says so in the middle of it, or when it cannot be read */
	push(chunk: Uint8Array): LogRecord[];
	finish(): LogRecord[];
};

/** What went wrong within the stream, in the daemon's words. */
export class DockerLogError extends Error {
	override name = 'DockerLogError';
}

const headerLength = 8;
/** Docker's copier makes messages of at most 16 KiB; other drivers may have longer ones. */
const longestFrame = 16 * 1024 * 1024;
const text = new TextDecoder();

/** Each message of a container without a terminal has 8 bytes before it: the stream, three zeros, its length (big endian). */
export function createFramedLogStream(): DockerLogStream {
	let held = new Uint8Array(0);
	return {
		push(chunk) {
			const bytes = held.length === 0 ? chunk : joinBytes([held, chunk]);
			const records: LogRecord[] = [];
			let start = 0;
			while (bytes.length - start >= headerLength) {
				const { stream, length } = readHeader(bytes.subarray(start, start + headerLength));
				const end = start + headerLength + length;
				if (end > bytes.length) break;
				const message = bytes.subarray(start + headerLength, end);
				if (stream === undefined) throw new DockerLogError(text.decode(message).trim());
				records.push({ ...takeStamp(message), stream });
				start = end;
			}
			held = new Uint8Array(bytes.subarray(start));
			return records;
		},
		finish: () => [],
	};
}

function readHeader(header: Uint8Array): { stream?: LogStream; length: number } {
	const length = new DataView(header.buffer, header.byteOffset).getUint32(4);
	const [kind = 255, ...zeros] = header.subarray(0, 4);
	if (kind > 3 || zeros.some((byte) => byte !== 0) || length > longestFrame) {
		throw new DockerLogError('the log cannot be taken apart: it is not in frames');
	}
	// 3 is Systemerr (stdcopy.go): the daemon speaks, not the container
	return { stream: kind === 3 ? undefined : kind === 2 ? 'stderr' : 'stdout', length };
}

/** A container with a terminal has no frames: only its line breaks tell where a message ends. */
export function createRawLogStream(): DockerLogStream {
	const splitter = createLineSplitter();
	const read = (lines: readonly RawLine[]) =>
		lines.flatMap(({ bytes, ends, continues }): LogRecord[] => {
			const messages = splitMessages(bytes);
			return messages.map((message, index) => ({
				...(continues && index === 0 ? { bytes: message } : takeStamp(message)),
				stream: 'stdout',
				ends: ends && index === messages.length - 1,
			}));
		});
	return {
		push: (chunk) => read(splitter.push(chunk)),
		// its line break never came
		finish: () => read(splitter.finish()).map((record) => ({ ...record, ends: false })),
	};
}

/** `2026-11-22T04:01:51.400000000Z `: always nine digits, and UTC. */
const stampLength = 30;
/** What Docker's copier puts into one message; what a line has more comes in further ones, each with a time (seen in 20.10). */
const messageLength = 16 * 1024;

/** Takes a long line apart into its messages, as each begins with a time that the container has not written. */
function splitMessages(line: Uint8Array): Uint8Array[] {
	const messages: Uint8Array[] = [];
	let rest = line;
	for (;;) {
		const end = stampLength + 1 + messageLength;
		if (rest.length <= end || readStamp(rest.subarray(end)) === undefined) return [...messages, rest];
		messages.push(rest.subarray(0, end));
		rest = rest.subarray(end);
	}
}

function takeStamp(message: Uint8Array): Omit<LogRecord, 'stream'> {
	const stamp = readStamp(message);
	return stamp ? { ...stamp, ...takeLineBreak(message.subarray(stampLength + 1)) } : takeLineBreak(message);
}

function readStamp(message: Uint8Array): { at: number; stamp: string } | undefined {
	if (message[stampLength] !== 0x20) return undefined;
	const stamp = text.decode(message.subarray(0, stampLength));
	const at = /^\d{4}-.*Z$/.test(stamp) ? parseDockerTime(stamp) : undefined;
	return at === undefined ? undefined : { at, stamp };
}
