import type { RereadTarget } from '../adapters/proc/reread.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Observation } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import { isAlive, type RuntimeRecord } from '../core/runtime-record.ts';

/**
 * Which first processes an observation puts in doubt: of what runs and has none (or another one), of what has ended and still has
 * one, and those that it ended. `before` is the state without the observation, `after` with it.
 */
export function selectRereads(observation: Observation, before: NodeState, after: NodeState): RereadTarget[] {
	if (observation.kind !== 'runtime-listing' && observation.kind !== 'runtime-records') return [];
	// before the first scan there is nothing to repair: the scan is on its way
	if (!after.processes) return [];
	const targets = observation.records.filter((record) => isInDoubt(record, after)).map(toTarget);
	const known = new Set(targets.map(({ containerId }) => containerId));
	const gone = observation.kind === 'runtime-records' ? observation.gone.filter((id) => after.processes?.has(id)) : [];
	const others = [...gone, ...selectLost(before, after)].filter((id) => !known.has(id));
	return [...targets, ...others.map((containerId) => ({ containerId }))];
}

/** Whose process is not there any more: nothing but a look tells whether that is so. */
function selectLost({ processes: before }: NodeState, { processes: after }: NodeState): string[] {
	if (!before || before === after) return [];
	return [...PersistentMap.of(after).changedKeys(PersistentMap.of(before))].filter((id) => !after?.has(id));
}

function isInDoubt(record: RuntimeRecord, state: NodeState): boolean {
	const process = state.processes?.get(record.id);
	if (!isAlive(record.state)) return process !== undefined;
	return process === undefined || (record.pid !== undefined && record.pid !== process.pid);
}

function toTarget(record: RuntimeRecord): RereadTarget {
	return { containerId: record.id, pid: isAlive(record.state) ? record.pid : undefined };
}
