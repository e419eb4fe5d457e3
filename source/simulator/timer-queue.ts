import type { Cancel } from './clock.ts';

type Timer = { at: number; sequence: number; run: (() => void) | undefined };

/** Pending timers, earliest first; timers of one moment in the order in which they were set. */
export type TimerQueue = {
	add(at: number, run: () => void): Cancel;
	nextAt(): number | undefined;
	/** Takes the earliest one out. */
	take(): (() => void) | undefined;
	/** Empties the queue and returns what was in it, in order, with a way to tell whether it has been cancelled since. */
	drain(): readonly { at: number; run: () => void }[];
};

export function createTimerQueue(): TimerQueue {
	const heap: Timer[] = [];
	let sequence = 0;
	const dropCancelled = () => {
		while (heap[0] !== undefined && heap[0].run === undefined) pop(heap);
	};
	return {
		add(at, run) {
			const timer: Timer = { at, sequence: sequence++, run };
			push(heap, timer);
			return () => {
				timer.run = undefined;
			};
		},
		nextAt() {
			dropCancelled();
			return heap[0]?.at;
		},
		take() {
			dropCancelled();
			return pop(heap)?.run;
		},
		drain() {
			const timers = heap.splice(0).sort((a, b) => (isBefore(a, b) ? -1 : 1));
			return timers.map((timer) => ({ at: timer.at, run: () => timer.run?.() }));
		},
	};
}

function isBefore(a: Timer, b: Timer): boolean {
	return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function push(heap: Timer[], timer: Timer): void {
	let index = heap.push(timer) - 1;
	while (index > 0) {
		const parent = (index - 1) >> 1;
		const above = heap[parent] as Timer;
		if (!isBefore(timer, above)) break;
		heap[index] = above;
		index = parent;
	}
	heap[index] = timer;
}

function pop(heap: Timer[]): Timer | undefined {
	const first = heap[0];
	const last = heap.pop();
	if (first === undefined || last === undefined || heap.length === 0) return first;
	let index = 0;
	for (;;) {
		let child = index * 2 + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
		if (!isBefore(heap[child] as Timer, last)) break;
		heap[index] = heap[child] as Timer;
		index = child;
	}
	heap[index] = last;
	return first;
}
