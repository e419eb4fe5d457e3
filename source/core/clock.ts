/** The time, and waiting for it: handed to whatever needs either, so that a test decides how time passes. */
export type Clock = {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after so many milliseconds, or as soon as `signal` aborts. Does not reject. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
};
