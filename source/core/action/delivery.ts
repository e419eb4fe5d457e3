/**
 * What became of an action that was handed over. `sent`: whoever carries it out has taken it, and where it is a stop, has seen the
 * target's end. `already-ended`: the very target was found, but it runs no more; nothing was done.
 */
export type Delivery = 'sent' | 'already-ended';

/** Seconds between TERM and KILL where an action does not say: those of `docker stop`. */
export const usualGraceSeconds = 10;

/** Timers and gRPC's deadlines hold 24 days, and a pod's grace period may be any number. */
const longestWait = 20 * 24 * 3_600_000;

/** How long to wait for the answer to a stop, milliseconds: whoever stops waits for the whole grace period first. */
export function stopDeadline(graceSeconds: number, answerTime: number): number {
	return Math.min(graceSeconds * 1000 + answerTime, longestWait);
}

/** A grace period as runtimes take it: whole seconds; a negative one would mean "for ever" to Docker. */
export function wholeGraceSeconds(graceSeconds = usualGraceSeconds): number {
	return Math.min(Math.max(0, Math.ceil(graceSeconds)), 2 ** 31 - 1);
}
