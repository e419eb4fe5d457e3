import { setImmediate } from 'node:timers/promises';

/**
 * Does `work` for each item, giving way to keys and frames after every `size` items. Stops where `signal` aborts.
 * 150 reads of about 10 µs keep a slice near 2 ms.
 */
export async function eachInSlices<T>(
	items: readonly T[],
	size: number,
	signal: AbortSignal,
	work: (item: T) => void,
): Promise<void> {
	for (let start = 0; start < items.length && !signal.aborted; start += size) {
		if (start > 0) await setImmediate();
		if (signal.aborted) return;
		for (const item of items.slice(start, start + size)) work(item);
	}
}
