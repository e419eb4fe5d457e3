import type { LogLine } from './log-line.ts';

export type LogBufferLimits = {
	/** 10,000 unless given. */
	lines?: number;
	/** Of text, two for each UTF-16 unit. 8 MiB unless given. */
	bytes?: number;
};

/**
 * The newest lines of a log. Each has a number, from 0 in the order of arrival, that stays when older ones are let go. Mutable,
 * because a log can have 100,000 lines a second: `version` tells whoever draws it that it has changed.
 */
export type LogBuffer = {
	add(lines: readonly LogLine[]): void;
	clear(): void;
	/** Number of the oldest line that is still here: so many were let go. */
	first(): number;
	/** Number that the next line will get. */
	end(): number;
	/** Undefined when it is not here (any more). */
	line(number: number): LogLine | undefined;
	/** Those of the numbers from `from` up to, but not including, `to` that are here. */
	slice(from: number, to: number): LogLine[];
	version(): number;
};

/** Memory of a line besides its text, roughly. */
const overhead = 120;

export function createLogBuffer({
	lines: capacity = 10_000,
	bytes: space = 8 * 1024 * 1024,
}: LogBufferLimits = {}): LogBuffer {
	const ring: (LogLine | undefined)[] = [];
	let [first, end, used, version] = [0, 0, 0, 0];
	const at = (number: number) => ring[number % capacity];
	const dropFirst = () => {
		used -= sizeOf(at(first));
		ring[first % capacity] = undefined;
		first++;
	};
	const add = (line: LogLine) => {
		if (end - first === capacity) dropFirst();
		ring[end % capacity] = line;
		end++;
		used += sizeOf(line);
		// the newest one stays, however long it is
		while (used > space && end - first > 1) dropFirst();
	};
	return {
		add(lines) {
			if (lines.length === 0) return;
			for (const line of lines) add(line);
			version++;
		},
		clear() {
			while (first < end) dropFirst();
			version++;
		},
		first: () => first,
		end: () => end,
		line: (number) => (number >= first && number < end ? at(number) : undefined),
		slice(from, to) {
			const lines: LogLine[] = [];
			for (let number = Math.max(from, first); number < Math.min(to, end); number++) {
				const line = at(number);
				if (line) lines.push(line);
			}
			return lines;
		},
		version: () => version,
	};
}

function sizeOf(line: LogLine | undefined): number {
	return line ? overhead + 2 * line.text.length : 0;
}
