import type { Cancel, Clock } from './clock.ts';

/** A clock whose timers all end with it: what runs on it stops like a process that was killed. */
export type ScopedClock = Clock & {
	close(): void;
	isClosed(): boolean;
	/** Passes a result on, unless the clock was closed meanwhile: then whoever waits for it waits for ever. */
	during<T>(work: Promise<T>): Promise<T>;
};

export function createScopedClock(clock: Clock): ScopedClock {
	const pending = new Set<Cancel>();
	let closed = false;
	return {
		now: () => clock.now(),
		setTimeout(run, ms) {
			if (closed) return () => {};
			const cancel = clock.setTimeout(() => {
				pending.delete(cancel);
				run();
			}, ms);
			pending.add(cancel);
			return () => {
				pending.delete(cancel);
				cancel();
			};
		},
		close() {
			closed = true;
			for (const cancel of pending) cancel();
			pending.clear();
		},
		isClosed: () => closed,
		during: (work) =>
			new Promise((resolve, reject) => {
				work.then(
					(value) => closed || resolve(value),
					(cause: unknown) => closed || reject(cause),
				);
			}),
	};
}
