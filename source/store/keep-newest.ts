import type { Dropped } from '../core/pod-history.ts';

/** What is kept of a list, and what of it was let go. */
export type Kept<T> = { kept: readonly T[]; dropped?: Dropped };

/** The newest `limit` of what stands in the order of time; the same array when that is all. */
export function keepNewest<T extends { at: number }>(items: readonly T[], limit: number): Kept<T> {
	const count = items.length - limit;
	const newest = items[count - 1];
	if (!newest) return { kept: items };
	return { kept: items.slice(count), dropped: { count, until: newest.at } };
}

/** Both together. */
export function addDropped(a: Dropped | undefined, b: Dropped | undefined): Dropped | undefined {
	if (!a || !b) return a ?? b;
	return { count: a.count + b.count, until: Math.max(a.until, b.until) };
}
