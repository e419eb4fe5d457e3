import { closeSync, openSync, readSync } from 'node:fs';

/** The beginning of a file. */
export type BoundedRead = { text: string; cut: boolean };

/** The limit may be large and the file small. */
const largestPiece = 64 * 1024;

/** Reads at most `limit` bytes. Undefined when the file is not there, or may not be read, or its process has ended. */
export function readBounded(path: string, limit: number): BoundedRead | undefined {
	try {
		const file = openSync(path, 'r');
		try {
			return readOpen(file, limit);
		} finally {
			closeSync(file);
		}
	} catch {
		return undefined;
	}
}

/** The same of a file that is open already. Throws what `read` throws. */
export function readOpen(file: number, limit: number): BoundedRead {
	const pieces: Buffer[] = [];
	let length = 0;
	// one byte more shows whether there is more; procfs may give less than asked for, and says 0 only at the end
	while (length <= limit) {
		const piece = Buffer.allocUnsafe(Math.min(largestPiece, limit + 1 - length));
		const got = readSync(file, piece, 0, piece.length, null);
		if (got === 0) break;
		pieces.push(piece.subarray(0, got));
		length += got;
	}
	return { text: Buffer.concat(pieces).toString('utf8', 0, Math.min(length, limit)), cut: length > limit };
}
