import type { NodeState } from '../node-state.ts';
import { isAlive, type RuntimeRecord } from '../runtime-record.ts';
import type { ActionRequest, ActionTarget } from './action.ts';
import { wholeGraceSeconds } from './delivery.ts';

/** How long the runtime may let the target live after it has been asked, milliseconds. What sends a signal gives no time. */
export function selectGrace({ means, graceSeconds }: Pick<ActionRequest, 'means' | 'graceSeconds'>): number {
	const takesTime = means === 'docker-stop' || means === 'stop-container' || means === 'stop-pod-sandbox';
	return takesTime ? wholeGraceSeconds(graceSeconds) * 1_000 : 0;
}

/**
 * Whether the very incarnation that was confirmed has ended, as far as has been observed. `confirmed` is its record at the
 * moment of the confirmation: the same id with another start or another pid has been started anew, which is an end too.
 */
export function hasTargetEnded(
	{ means, target }: Pick<ActionRequest, 'means' | 'target'>,
	confirmed: RuntimeRecord,
	state: NodeState,
): boolean {
	const records = state.records.get(target.runtime);
	if (!records) return false;
	const record = records.get(target.id);
	if (!record || hasRecordEnded(record) || isStartedAnew(confirmed, record)) return true;
	// a signal goes past the runtime, which may notice the end of the process late or (CRI-O without events) by a listing only
	return (means === 'signal-term' || means === 'signal-kill') && hasProcessEnded(target, state);
}

/** Why a record that was read just now is not the incarnation that was confirmed, in one line; undefined when it is. */
export function findRecordFault(
	target: ActionTarget,
	confirmed: RuntimeRecord,
	record: RuntimeRecord | undefined,
): string | undefined {
	if (!record) return 'it is gone';
	if (hasRecordEnded(record)) return `it has ended: the runtime says ${record.state}`;
	if (!isAlive(record.state)) return `it does not run: the runtime says ${record.state}`;
	// without a start time from /proc the pid is the runtime's own; otherwise the two may differ (gVisor)
	const isOther = target.startTicks === undefined && differ(target.pid, record.pid);
	return isOther || isStartedAnew(confirmed, record)
		? 'it has been started anew since: another incarnation under the same id'
		: undefined;
}

function hasRecordEnded({ state }: RuntimeRecord): boolean {
	return state === 'exited' || state === 'dead' || state === 'removing' || state === 'notready';
}

function isStartedAnew(confirmed: RuntimeRecord, record: RuntimeRecord): boolean {
	return differ(confirmed.pid, record.pid) || differ(confirmed.startedAt, record.startedAt);
}

function hasProcessEnded({ id, pid, startTicks }: ActionTarget, { processes }: NodeState): boolean {
	if (!processes || startTicks === undefined) return false;
	const process = processes.get(id);
	return process?.pid !== pid || process?.startTicks !== startTicks;
}

/** Unknown does not differ from anything. */
function differ(a: number | undefined, b: number | undefined): boolean {
	return a !== undefined && b !== undefined && a !== b;
}
