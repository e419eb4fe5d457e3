import type { Clock } from './clock.ts';
import { createTimerQueue, type TimerQueue } from './timer-queue.ts';

/** A clock that stands still until it is told to go on: 20 s of behaviour in milliseconds. */
export type VirtualClock = Clock & {
	/** Lets `ms` milliseconds pass: runs what falls due, in order, and what follows from it. */
	advance(ms: number): Promise<void>;
};

/** @param startAt milliseconds since the epoch */
export function createVirtualClock(startAt: number): VirtualClock {
	const queue = createTimerQueue();
	let now = startAt;
	const setNow = (at: number) => {
		now = at;
	};
	return {
		now: () => now,
		setTimeout: (run, ms) => queue.add(now + Math.max(0, ms), run),
		advance: (ms) => runUntil(queue, now + ms, setNow),
	};
}

/** Runs a queue's timers up to and including `target`; promise chains they start are followed before time goes on. */
export async function runUntil(queue: TimerQueue, target: number, setNow: (at: number) => void): Promise<void> {
	await settle();
	for (let at = queue.nextAt(); at !== undefined && at <= target; at = queue.nextAt()) {
		setNow(at);
		while (queue.nextAt() === at) queue.take()?.();
		await settle();
	}
	setNow(target);
}

function settle(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
