import type { Action } from '../../core/action/action.ts';
import type { NodeState } from '../../core/node-state.ts';

/** The actions that the reader should hear of, each list oldest first. */
export type ActionNews = { now: number; running: readonly Action[]; ended: readonly Action[] };

/** How long a success is shown, milliseconds. */
const doneFor = 15_000;
/** How long a failure is shown at least, whatever keys are pressed meanwhile: a key pressed just then was not about it. */
const failedFor = 3_000;

/** Running ones, successes of the last seconds, and failures until they have been seen. */
export function selectActionNews({ actions, now }: NodeState, seen: ReadonlySet<string>): ActionNews {
	const isNews = ({ id, status, endedAt = now }: Action) =>
		status === 'done' ? now - endedAt < doneFor : status !== 'running' && !seen.has(id);
	return { now, running: actions.filter(({ status }) => status === 'running'), ended: actions.filter(isNews) };
}

/** The failures that the next key takes away. */
export function selectSeenFailures({ ended, now }: ActionNews): readonly string[] {
	return ended
		.filter(({ status, endedAt = now }) => status !== 'done' && now - endedAt >= failedFor)
		.map(({ id }) => id);
}
