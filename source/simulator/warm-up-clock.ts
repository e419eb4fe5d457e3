import type { Clock } from './clock.ts';
import { createTimerQueue } from './timer-queue.ts';
import { runUntil } from './virtual-clock.ts';

/**
 * A clock that begins in the past, is run forward to the present and then hands over to another clock, with all timers
 * that are still pending. With it the node lives through its own history instead of being painted.
 */
export type WarmUpClock = Clock & {
	advanceTo(at: number): Promise<void>;
	/** From here on `outer` is the time. */
	release(): void;
};

export function createWarmUpClock(outer: Clock, startAt: number): WarmUpClock {
	const queue = createTimerQueue();
	let now = startAt;
	let released = false;
	return {
		now: () => (released ? outer.now() : now),
		setTimeout: (run, ms) => (released ? outer.setTimeout(run, ms) : queue.add(now + Math.max(0, ms), run)),
		advanceTo: (at) =>
			runUntil(queue, at, (reached) => {
				now = reached;
			}),
		release() {
			released = true;
			for (const timer of queue.drain()) outer.setTimeout(timer.run, Math.max(0, timer.at - outer.now()));
		},
	};
}
