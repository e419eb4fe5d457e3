import { setImmediate } from 'node:timers/promises';

/** How long a slice may take, milliseconds, however slow the kernel is: a key waits for it. */
const longestSlice = 4;

/**
 * Does `work` for each item, giving way to keys and frames after every `size` items, or earlier when they took long. Stops where
 * `signal` aborts. 150 reads of about 10 µs keep a slice near 2 ms. `spend` is told how many milliseconds each slice took.
 */
export async function eachInSlices<T>(
	items: readonly T[],
	size: number,
	signal: AbortSignal,
	work: (item: T) => void,
	spend?: (milliseconds: number) => void,
): Promise<void> {
	for (let start = 0; start < items.length && !signal.aborted; ) {
		if (start > 0) await setImmediate();
		if (signal.aborted) return;
		const began = performance.now();
		const slice = items.slice(start, start + size);
		let took = 0;
		for (const item of slice) {
			work(item);
			start++;
			took = performance.now() - began;
			if (took >= longestSlice) break;
		}
		spend?.(took);
	}
}
