/** What is between a program's pseudo-terminal and the terminal that a person sees. */
export type TerminalLine = {
	send(text: string): void;
	/** Bytes that were sent and have not arrived. */
	underWay(): number;
	close(): void;
};

/** Milliseconds between two pieces that arrive. */
const pieceEvery = 20;

/** Passes text on at so many bytes a second; at once without a number. */
export function createLine(bytesPerSecond: number | undefined, arrive: (text: string) => void): TerminalLine {
	if (bytesPerSecond === undefined) return { send: arrive, underWay: () => 0, close: () => undefined };
	const decoder = new TextDecoder();
	let waiting = Buffer.alloc(0);
	let last = performance.now();
	// what the line could have carried while there was nothing to carry is lost
	let credit = 0;
	const timer = setInterval(() => {
		const now = performance.now();
		credit = Math.min(credit + ((now - last) * bytesPerSecond) / 1000, Math.max(waiting.length, 1));
		last = now;
		const count = Math.floor(Math.min(credit, waiting.length));
		if (count === 0) return;
		credit -= count;
		const piece = waiting.subarray(0, count);
		waiting = waiting.subarray(count);
		arrive(decoder.decode(piece, { stream: true }));
	}, pieceEvery);
	return {
		send(text) {
			waiting = Buffer.concat([waiting, Buffer.from(text)]);
		},
		underWay: () => waiting.length,
		close: () => clearInterval(timer),
	};
}
