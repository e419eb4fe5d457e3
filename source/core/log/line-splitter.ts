/** A line of bytes, or a piece of one that is longer than what is held at a time. */
export type RawLine = {
	/** Without the line break. */
	bytes: Uint8Array;
	/** A line break, or the end of everything, follows. */
	ends: boolean;
	/** It goes on where the piece before it stopped. */
	continues: boolean;
};

/** Splits a stream of bytes at its line feeds. Never holds more than `longest` bytes and the chunk at hand. */
export type LineSplitter = {
	push(chunk: Uint8Array): RawLine[];
	/** The end: gives what was not ended by a line break, and is then as new. */
	finish(): RawLine[];
};

const lineFeed = 0x0a;

/** More than any line that a runtime writes: 16 KiB of text, each byte of it escaped as six in json-file. */
export const longestRawLine = 1024 * 1024;

export function createLineSplitter(longest = longestRawLine): LineSplitter {
	let held: Uint8Array[] = [];
	let length = 0;
	let continues = false;
	const take = (last: Uint8Array, ends: boolean): RawLine => {
		const line = { bytes: held.length === 0 ? last : joinBytes([...held, last]), ends, continues };
		continues = !ends;
		held = [];
		length = 0;
		return line;
	};
	return {
		push(chunk) {
			const lines: RawLine[] = [];
			let start = 0;
			while (start < chunk.length) {
				const end = chunk.indexOf(lineFeed, start);
				const rest = chunk.subarray(start, end < 0 ? chunk.length : end);
				if (end < 0 && length + rest.length <= longest) {
					// a copy (a Buffer's slice is none): the reader may use its chunk again
					held.push(new Uint8Array(rest));
					length += rest.length;
					return lines;
				}
				lines.push(take(rest, end >= 0));
				start += rest.length + (end < 0 ? 0 : 1);
			}
			return lines;
		},
		finish() {
			const lines = length > 0 || continues ? [take(new Uint8Array(0), true)] : [];
			continues = false;
			return lines;
		},
	};
}

/** The parts in one. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
	const only = parts.length === 1 ? parts[0] : undefined;
	if (only) return only;
	const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}
