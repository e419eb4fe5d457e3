/** Calls back a pending timer. Calling it twice, or after the timer ran, does nothing. */
export type Cancel = () => void;

/** The only source of time in the simulator. */
export type Clock = {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Runs `run` once, `ms` milliseconds from now. */
	setTimeout(run: () => void, ms: number): Cancel;
};

/** The machine's clock. */
export const realClock: Clock = {
	now: () => Date.now(),
	setTimeout: (run, ms) => {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

/** Resolves after `ms` milliseconds of `clock`; never, if the clock is closed before. */
export function sleep(clock: Clock, ms: number): Promise<void> {
	return new Promise((resolve) => {
		clock.setTimeout(resolve, ms);
	});
}
