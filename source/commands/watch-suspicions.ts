import type { FindingSeverity, NodeFindings } from '../core/findings/finding.ts';
import { rankSeverity } from '../core/findings/judge.ts';
import type { NodeState } from '../core/node-state.ts';
import type { FindingsWatch } from '../wire/watch-findings.ts';
import type { Wiring } from '../wire.ts';
import { isSettled } from './is-settled.ts';

export type SuspicionWatch = {
	wiring: Wiring;
	watch: FindingsWatch;
	/** How long at most, milliseconds, from when everything has been listed. */
	wait: number;
	/** Those that are asked for. */
	select(findings: NodeFindings): NodeFindings;
	/** What is less severe is not worth waiting for. */
	atLeast: FindingSeverity;
	/** Told of each judgement. */
	tell(findings: NodeFindings, now: number): void;
};

/** How long to wait for everything to be listed, milliseconds. Where something hangs, the rest is judged. */
const patience = 10_000;

/**
 * Watches the node until nothing is suspected any more that could become certain within `wait`: it has been confirmed, or is
 * over. Returns the state as it was judged last, with the sources settled; `state` where that never came to be.
 */
export async function watchSuspicions(
	{ wiring, watch, wait, select, atLeast, tell }: SuspicionWatch,
	state: NodeState,
	signal: AbortSignal,
): Promise<NodeState> {
	let last = state;
	let deadline = state.now + wait;
	if (!isWorthWaiting(select(state.findings), deadline, atLeast)) return state;
	const ending = new AbortController();
	let isListed = false;

	const look = () => {
		const { now } = wiring.store.get();
		// a source that is connecting anew has not told its part yet: what it told before would seem to be over
		if (!isSettled(wiring.store.get()) && now - state.now < patience) {
			isListed = false;
			return;
		}
		if (isListed && now - last.now < lookEvery) return;
		if (!isListed) deadline = now + wait;
		isListed = true;
		watch.judgeNow();
		last = wiring.store.get();
		const wanted = select(last.findings);
		tell(wanted, now);
		if (now >= deadline || !isWorthWaiting(wanted, deadline, atLeast)) ending.abort();
	};
	const unsubscribe = wiring.store.subscribe(look);
	try {
		await wiring.run(AbortSignal.any([signal, ending.signal]));
		return last;
	} finally {
		unsubscribe();
	}
}

/** Judged this often at most, milliseconds; the clock's tick comes each second. */
const lookEvery = 500;

/** What needs longer than there is time for is only printed as suspected. */
function isWorthWaiting({ suspected }: NodeFindings, deadline: number, atLeast: FindingSeverity): boolean {
	return suspected.some(
		({ confirmedAt, severity }) => confirmedAt <= deadline && rankSeverity(severity) <= rankSeverity(atLeast),
	);
}
