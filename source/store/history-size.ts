import type { NodeState } from '../core/node-state.ts';
import type { PodHistory } from '../core/pod-history.ts';
import { eventLimit } from './history-events.ts';
import { momentLimit } from './history-moment.ts';

/**
 * How many events and moments are kept for all pods together, so that a storm on 500 pods does not take tens of megabytes: one is 250
 * to 800 bytes.
 */
export const factBudget = 30_000;

/** How much of one pod's past is kept. */
export type HistoryLimits = { events: number; moments: number };

/** What a pod keeps of its past in any case: two recycles. */
const leastEvents = 40;
const leastMoments = 20;

/** Each pod has its full measure while all of them together stay within the budget, and an equal share of it after. */
export function limitHistories(facts: number, pods: number): HistoryLimits {
	if (facts < factBudget) return { events: eventLimit, moments: momentLimit };
	const share = factBudget / Math.max(1, pods);
	return {
		events: Math.min(eventLimit, Math.max(leastEvents, Math.floor((share * 2) / 3))),
		moments: Math.min(momentLimit, Math.max(leastMoments, Math.floor(share / 3))),
	};
}

export function countFacts(history: PodHistory | undefined): number {
	return (history?.events?.length ?? 0) + (history?.reports?.length ?? 0) + (history?.moments.length ?? 0);
}

// Handed on from one state's histories to the next's, so that an observation does not count all of them.
const sizes = new WeakMap<NodeState['histories'], number>();

/** How many events and moments there are of all pods. */
export function sizeOf(histories: NodeState['histories']): number {
	const known = sizes.get(histories);
	if (known !== undefined) return known;
	let size = 0;
	for (const history of histories.values()) size += countFacts(history);
	sizes.set(histories, size);
	return size;
}

/** Tells the size of histories that were made of others. */
export function noteSize(histories: NodeState['histories'], size: number): void {
	sizes.set(histories, size);
}
