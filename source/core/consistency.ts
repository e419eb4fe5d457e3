import type { NodeState } from './node-state.ts';
import type { ContainerProcess } from './process.ts';
import { isAlive, type RuntimeRecord } from './runtime-record.ts';

/** What the state itself does not tell about the reading that it comes from. */
export type Reading = {
	/** When it began, milliseconds since the epoch. */
	since: number;
	/** Whether the very same process lives now, after the reading. */
	lives(process: ContainerProcess): boolean;
};

/** A process's start is as coarse as the boot time it is counted from: it may seem to lie up to a second earlier, milliseconds. */
const startPrecision = 1_000;

/**
 * Whether listing and scan tell of the same moment. Taken one after the other they may not, when something starts or ends in between:
 * then what runs has no process, or there is one too many. One that was there all the time is no sign of that: it belongs to another
 * engine on the same machine, or the runtime is wrong about it. Undefined when one side is missing.
 */
export function isConsistent(state: NodeState, reading: Reading): boolean | undefined {
	const { processes, records } = state;
	if (!processes || records.size === 0) return undefined;
	const surplus = new Map(processes);
	for (const byId of records.values()) {
		for (const record of byId.values()) {
			if (!isAlive(record.state)) continue;
			const process = processes.get(record.id);
			if (!process && !mayLackProcess(record)) return false;
			// under the same id another run may have begun
			if (record.pid === undefined || record.pid === process?.pid) surplus.delete(record.id);
		}
	}
	return [...surplus.values()].every((process) => wasThereThroughout(process, reading));
}

/** A CRI sandbox may be up without any process: CRI-O drops the infra container, a guest has its own. */
function mayLackProcess({ state }: RuntimeRecord): boolean {
	return state === 'ready';
}

function wasThereThroughout(process: ContainerProcess, { since, lives }: Reading): boolean {
	const { startedAt } = process;
	return startedAt !== undefined && startedAt < since - startPrecision && lives(process);
}
