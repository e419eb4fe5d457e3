import type { NodeState } from '../../core/node-state.ts';
import type { ScreenModel } from './screen-model.ts';

/** Knows whether a state would be drawn other than the last one: most seconds change nothing but the clock. */
export type RedrawNeed = {
	isNeeded(state: NodeState): boolean;
	/** A frame of this model has been drawn, whose ages read the same for so long, milliseconds. */
	drawn(model: Pick<ScreenModel, 'live' | 'screen' | 'news'>, agesLast: number): void;
};

/**
 * Milliseconds. What hangs on the time and is no age (a time of day that turns into an age after a day) is late by no more than this.
 */
const longestRest = 5_000;

/** @param isWaiting whether something of this state has yet to be worked out, and will be when it is drawn */
export function createRedrawNeed(isWaiting: (state: NodeState) => boolean): RedrawNeed {
	let last: NodeState | undefined;
	let restsUntil = 0;
	return {
		isNeeded: (state) =>
			last === undefined || state.now >= restsUntil || !isSameButClock(last, state) || isWaiting(state),
		drawn({ live, screen, news }, agesLast) {
			const isBusy =
				screen.sheet !== undefined || screen.overlay !== undefined || news.running.length > 0 || news.ended.length > 0;
			const until = isBusy ? live.now : live.now + Math.min(longestRest, agesLast);
			// of what was not written anew, the ages are those of the frame before
			restsUntil = last?.now === live.now ? Math.min(restsUntil, until) : until;
			last = live;
		},
	};
}

function isSameButClock(a: NodeState, b: NodeState): boolean {
	if (a === b) return true;
	const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof NodeState>;
	names.delete('now');
	for (const name of names) if (a[name] !== b[name]) return false;
	return true;
}
