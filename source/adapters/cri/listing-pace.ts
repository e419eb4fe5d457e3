/** How long to wait until the next listing. */
export type ListingPace = {
	/** Nothing tells of changes: from now on only listings do. */
	withoutEvents(): void;
	/** Milliseconds until the next listing, after one that did or did not show anything new. */
	next(isNews: boolean): number;
};

/** All in milliseconds. */
const afterSubscribing = 1_000;
const whileChanging = 1_000;
const whenQuiet = 5_000;

/**
 * With events a slow listing repairs what they may have missed; the first repair follows soon, since what happens while
 * the subscription is being taken is told by nobody. Without them: each second while things change, then slower.
 */
export function createListingPace(repairEvery: number): ListingPace {
	let hasEvents = true;
	let count = 0;
	let delay = whileChanging;
	return {
		withoutEvents() {
			hasEvents = false;
			delay = whileChanging;
		},
		next(isNews) {
			count++;
			if (hasEvents) return count === 1 ? Math.min(afterSubscribing, repairEvery) : repairEvery;
			delay = isNews ? whileChanging : Math.min(whenQuiet, delay * 1.5);
			return delay;
		},
	};
}
