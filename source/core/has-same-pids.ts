import type { ContainerProcess } from './process.ts';
import { isAlive, type RuntimeRecord } from './runtime-record.ts';

/**
 * Whether a runtime's pids mean the same processes as those of /proc: one container at least has the same pid in both. Where /proc is
 * another pid namespace's than the runtime's, none has, and that pids differ says nothing.
 */
export function hasSamePids(
	records: ReadonlyMap<string, RuntimeRecord>,
	processes: ReadonlyMap<string, ContainerProcess>,
): boolean {
	for (const { id, pid, state } of records.values()) {
		if (pid !== undefined && isAlive(state) && processes.get(id)?.pid === pid) return true;
	}
	return false;
}
