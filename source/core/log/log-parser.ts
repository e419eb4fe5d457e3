import { createLineAssembler, type LineLimit } from './line-assembler.ts';
import { createLineSplitter, type RawLine } from './line-splitter.ts';
import type { LogLine } from './log-line.ts';
import { type LogRecord, parseLogRecord } from './log-record.ts';

/** Turns the bytes of a kubelet's log file into lines, chunk by chunk. */
export type LogParser = {
	push(chunk: Uint8Array): LogLine[];
	/** The end of the file, and of all that will be written to it. */
	finish(): LogLine[];
};

/** What is no log line in any known format comes as it is: better seen than dropped. */
export function createLogParser(limit: LineLimit): LogParser {
	const splitter = createLineSplitter();
	const assembler = createLineAssembler(limit);
	let last: LogRecord | undefined;
	const readRecord = ({ bytes, ends, continues }: RawLine): LogRecord => {
		const parsed = continues ? last && { ...last, bytes } : parseLogRecord(bytes);
		last = parsed ?? { stream: 'stdout', bytes, ends: true };
		return ends ? last : { ...last, ends: false };
	};
	const parse = (raw: readonly RawLine[]) => {
		const lines: LogLine[] = [];
		for (const piece of raw) {
			// an empty line is written by no runtime
			const line = piece.bytes.length > 0 || piece.continues ? assembler.push(readRecord(piece)) : undefined;
			if (line) lines.push(line);
		}
		return lines;
	};
	return {
		push: (chunk) => parse(splitter.push(chunk)),
		finish: () => [...parse(splitter.finish()), ...assembler.finish()],
	};
}
