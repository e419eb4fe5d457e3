/** Takes text in pieces, gives back the lines that are complete. */
export type LineSplitter = { push(piece: string): string[] };

/**
 * Splits a stream at newlines. What follows the last newline waits for more; what never gets one is dropped with the splitter.
 * @param maxLength of an unfinished line, in UTF-16 units: beyond it `push` throws, so that no stream can fill the memory
 */
export function createLineSplitter(maxLength = 64 * 1024 * 1024): LineSplitter {
	// pieces are joined once a newline comes: adding to one string would be quadratic for a long line
	let pending: string[] = [];
	let length = 0;
	return {
		push(piece) {
			const end = piece.lastIndexOf('\n');
			if (end < 0) {
				pending.push(piece);
				length += piece.length;
				if (length > maxLength) throw new RangeError('a line of the stream is too long');
				return [];
			}
			const complete = pending.join('') + piece.slice(0, end);
			pending = [piece.slice(end + 1)];
			length = piece.length - end - 1;
			return complete.split('\n').filter((line) => line.trim() !== '');
		},
	};
}
