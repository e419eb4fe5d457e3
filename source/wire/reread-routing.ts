import type { RereadTarget } from '../adapters/proc/reread.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Observation } from '../core/observation.ts';
import { isAlive, type RuntimeRecord } from '../core/runtime-record.ts';

/**
 * Which first processes an observation puts in doubt: of what runs and has none (or another one), and of what has ended
 * and still has one. The state is the one after the observation.
 */
export function selectRereads(observation: Observation, state: NodeState): RereadTarget[] {
	// before the first scan there is nothing to repair: the scan is on its way
	if (!state.processes) return [];
	switch (observation.kind) {
		case 'runtime-listing':
			return observation.records.filter((record) => isInDoubt(record, state)).map(toTarget);
		case 'runtime-records':
			return [
				...observation.records.filter((record) => isInDoubt(record, state)).map(toTarget),
				...observation.gone.filter((id) => state.processes?.has(id)).map((containerId) => ({ containerId })),
			];
		default:
			return [];
	}
}

function isInDoubt(record: RuntimeRecord, state: NodeState): boolean {
	const process = state.processes?.get(record.id);
	if (!isAlive(record.state)) return process !== undefined;
	return process === undefined || (record.pid !== undefined && record.pid !== process.pid);
}

function toTarget(record: RuntimeRecord): RereadTarget {
	return { containerId: record.id, pid: isAlive(record.state) ? record.pid : undefined };
}
