import { identifyRecord } from '../identity.ts';
import type { NodeState } from '../node-state.ts';
import { isAlive, type RuntimeRecord } from '../runtime-record.ts';
import type { ActionTarget } from './action.ts';

/**
 * Why the incarnation that was confirmed is no longer there, in one line without a full stop; undefined when it is the very one.
 * From what the sources said, not from the joined view: it is asked right before the call.
 */
export function findTargetFault(target: ActionTarget, state: NodeState): string | undefined {
	const records = state.records.get(target.runtime);
	if (!records) return `${target.runtime} has not listed anything`;
	const record = records.get(target.id);
	const fault = record ? findRecordFault(target, record, state) : `${name(target)} is gone`;
	if (fault === undefined || (record && isAlive(record.state))) return fault;
	const next = findSuccessor(target, records.values());
	return next ? `${fault}, replaced by ${next}` : fault;
}

function findRecordFault(target: ActionTarget, record: RuntimeRecord, state: NodeState): string | undefined {
	if (!isAlive(record.state)) return `${name(target)} ${describeEnd(record, state.now)}`;
	return findProcessFault(target, record, state);
}

/** Where both are known, (pid, start) decides; without /proc the pid that the runtime tells. */
function findProcessFault(target: ActionTarget, record: RuntimeRecord, state: NodeState): string | undefined {
	const { pid, startTicks } = target;
	if (pid === undefined) return undefined;
	if (startTicks === undefined || !state.processes) {
		const isOther = record.pid !== undefined && record.pid !== pid;
		return isOther ? `${name(target)} has been started anew: pid ${record.pid} instead of ${pid}` : undefined;
	}
	const process = state.processes.get(target.id);
	if (!process) {
		// /proc has yet to be read again: by its record another run has begun
		const isReplaced =
			record.pid !== undefined && record.pid !== pid && state.endedProcesses.get(target.id)?.pid === pid;
		if (!isReplaced) return `the process of ${name(target)} is gone (pid ${pid})`;
	}
	if (!process || process.pid !== pid) {
		return `${name(target)} has been started anew: pid ${process?.pid ?? record.pid} instead of ${pid}`;
	}
	if (process.startTicks === startTicks) return undefined;
	return `${name(target)} has been started anew: another process has pid ${pid} now`;
}

function describeEnd({ state, finishedAt, exitCode }: RuntimeRecord, now: number): string {
	if (state === 'created') return 'has not been started';
	if (state === 'removing') return 'is being removed';
	if (state === 'unknown') return 'may have ended: its state is unknown';
	const age = finishedAt === undefined ? '' : ` ${Math.max(0, Math.round((now - finishedAt) / 1000))} s ago`;
	return `ended${age}${exitCode === undefined ? '' : ` (exit ${exitCode})`}`;
}

/** The newest living incarnation of the same sandbox or container. */
function findSuccessor(target: ActionTarget, records: Iterable<RuntimeRecord>): string | undefined {
	const candidates = [...records].flatMap((record) => {
		if (!isAlive(record.state) || record.id === target.id) return [];
		const identity = identifyRecord(record);
		const isSame =
			identity?.podUid === target.podUid &&
			identity.role === target.role &&
			identity.containerName === target.container;
		return isSame ? [{ record, attempt: identity.attempt }] : [];
	});
	const [next] = candidates.sort((a, b) => (b.record.createdAt ?? 0) - (a.record.createdAt ?? 0));
	if (!next) return undefined;
	const id = next.record.id.slice(0, 12);
	return next.attempt === undefined ? id : `#${next.attempt} (${id})`;
}

function name({ container, attempt, id }: ActionTarget): string {
	return `${container ?? 'sandbox'}${attempt === undefined ? '' : ` #${attempt}`} (${id.slice(0, 12)})`;
}
