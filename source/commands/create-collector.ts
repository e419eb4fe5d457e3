/** What a collector goes by. Times are milliseconds, memory is bytes. */
export type CollectorSite = {
	now(): number;
	resident(): number;
	/** So far, of user and system together. */
	processorTime(): number;
	/** Takes 20 ms with 400 containers, 150 in a storm with 2,000; nothing else happens meanwhile. */
	collect(): void;
};

/** Not worth a collection below this, bytes: a full one also throws compiled code away, which is then compiled again. */
const worthwhile = 12 * 1024 * 1024;
/** From this on it is done though there is much to do, bytes. */
const tooMuch = 64 * 1024 * 1024;
/** The least time between two of those, milliseconds. */
const pause = 4_000;
/** The share of a processor below which nobody waits for the program. */
const calm = 0.1;

/** What to call at regular intervals: collects when memory has grown since the last time and there is time for it, or when it must be. */
export function createCollector({ now, resident, processorTime, collect }: CollectorSite): () => void {
	// nothing: what the start has left behind goes at the first look
	let least = 0;
	let collectedAt = Number.NEGATIVE_INFINITY;
	let before = { at: now(), used: processorTime() };
	return () => {
		const [at, used, size] = [now(), processorTime(), resident()];
		const share = (used - before.used) / Math.max(1, at - before.at);
		before = { at, used };
		least = Math.min(least, size);
		const grown = size - least;
		const isNeeded = grown >= tooMuch && at - collectedAt >= pause;
		if (!isNeeded && (grown < worthwhile || share >= calm)) return;
		collect();
		least = resident();
		collectedAt = at;
	};
}
