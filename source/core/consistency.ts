import type { NodeState } from './node-state.ts';
import { isAlive } from './runtime-record.ts';

/**
 * Whether listing and scan tell of the same moment: all that runs has its process, and every container's process is listed.
 * Taken one after the other they may not, when something starts or ends in between. Undefined when one of them is missing.
 */
export function isConsistent(state: NodeState): boolean | undefined {
	const { processes, records } = state;
	if (!processes || records.size === 0) return undefined;
	const listed = new Set<string>();
	for (const byId of records.values()) {
		for (const record of byId.values()) {
			listed.add(record.id);
			// a CRI sandbox may be up without any process: CRI-O drops the infra container, a guest has its own
			const mayLackProcess = record.state === 'ready';
			if (isAlive(record.state) !== processes.has(record.id) && !mayLackProcess) return false;
		}
	}
	return [...processes.keys()].every((id) => listed.has(id));
}
