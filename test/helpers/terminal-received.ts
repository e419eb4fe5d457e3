/** One piece of output, as it came out of the pseudo-terminal. */
export type Chunk = {
	/** When it arrived: `performance.now()` of this process, in milliseconds. */
	at: number;
	text: string;
	bytes: number;
};

/** Everything a program has sent to its terminal. */
export type Received = {
	chunks(): readonly Chunk[];
	/** The raw text, escape sequences included. */
	text(): string;
	/** Number of bytes, from the given chunk on. */
	bytes(fromChunk?: number): number;
	/** What arrived between two marks of the synchronized output mode is one frame; a program that never sets it has none. */
	frames(fromChunk?: number): readonly string[];
};

/** The log behind `Received`, with the way to add to it. */
export function createReceived(): Received & { add(text: string): Chunk } {
	const chunks: Chunk[] = [];
	const from = (start: number) => chunks.slice(start);
	const text = (start = 0) =>
		from(start)
			.map((chunk) => chunk.text)
			.join('');
	return {
		add(added) {
			const chunk = { at: performance.now(), text: added, bytes: Buffer.byteLength(added) };
			chunks.push(chunk);
			return chunk;
		},
		chunks: () => chunks,
		text: () => text(),
		bytes: (start = 0) => from(start).reduce((sum, chunk) => sum + chunk.bytes, 0),
		frames: (start = 0) =>
			[...text(start).matchAll(/\u001B\[\?2026h(.*?)\u001B\[\?2026l/gs)].map((match) => match[1] ?? ''),
	};
}
