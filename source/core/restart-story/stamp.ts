import type { StoryStep } from './restart-story.ts';

/** A time, how coarse it is, and who told it: what a step takes over. */
export type Stamp = { at: number; resolution?: number; seenBy: NonNullable<StoryStep['seenBy']> };

/** The last millisecond that a time can mean: a whole second ends 999 ms after it begins. */
export function latestOf({ at, resolution }: Stamp): number {
	return at + Math.max(0, (resolution ?? 1) - 1);
}

/**
 * A coarse time, narrowed by what must have happened before it and after it. A bound that contradicts it is left aside: two
 * clocks can be a moment apart. What only listings show was noticed late, so there the bound itself becomes the time.
 */
export function narrow(stamp: Stamp, { after, before }: { after?: number; before?: number }): Stamp {
	if (stamp.seenBy === 'listing') return before !== undefined && before < stamp.at ? { ...stamp, at: before } : stamp;
	if (stamp.resolution === undefined) return stamp;
	const [first, last] = [stamp.at, latestOf(stamp)];
	const at = after !== undefined && after > first && after <= last ? after : first;
	const latest = before !== undefined && before < last && before >= at ? before : last;
	return { seenBy: stamp.seenBy, at, ...(latest > at && { resolution: latest - at + 1 }) };
}

/** The earliest of some times that are known; undefined when none is. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.min(...known) : undefined;
}

/** The latest of some times that are known; undefined when none is. */
export function latest(times: readonly (number | undefined)[]): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.max(...known) : undefined;
}
