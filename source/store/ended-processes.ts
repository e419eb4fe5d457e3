import { hasSamePids } from '../core/has-same-pids.ts';
import type { NodeState } from '../core/node-state.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { ContainerProcess } from '../core/process.ts';
import { isAlive, type RuntimeRecord } from '../core/runtime-record.ts';

/** How many ended first processes are remembered: enough for every container of a full node to have ended once. */
export const endedLimit = 2_000;

type Processes = Pick<NodeState, 'processes' | 'endedProcesses'>;

/**
 * Lets go of the processes of runs that are over by what a runtime has just said. An id outlives its run (`docker restart`), so the
 * process of the run before would be taken for the new one's until /proc has been read again, which is asked for at once. Pids alone
 * do not tell (/proc may be another pid namespace's), nor do times alone (clocks are set).
 */
export function endProcesses(
	state: NodeState,
	before: ReadonlyMap<string, RuntimeRecord> | undefined,
	after: PersistentMap<RuntimeRecord>,
): Processes {
	const { processes, endedProcesses } = state;
	if (!processes) return { endedProcesses };
	let samePids: boolean | undefined;
	const comparePids = () => {
		samePids ??= hasSamePids(after, processes);
		return samePids;
	};
	const over: string[] = [];
	for (const id of after.changedKeys(PersistentMap.of(before))) {
		const process = processes.get(id);
		if (process && isOver(process, before?.get(id), after.get(id), comparePids)) over.push(id);
	}
	if (over.length === 0) return { processes, endedProcesses };
	const rest = PersistentMap.of(processes).change([], over);
	return { processes: rest, endedProcesses: rememberEnded(state, rest) };
}

function isOver(
	process: ContainerProcess,
	was: RuntimeRecord | undefined,
	is: RuntimeRecord | undefined,
	comparePids: () => boolean,
): boolean {
	// one that lives on nevertheless is found again, and then stays
	if (!is || !mayRun(is)) return was !== undefined && isAlive(was.state);
	if (is.pid === undefined || is.pid === process.pid) return false;
	if (was?.pid === process.pid) return true;
	// a start is never counted later than it was: then the record is the older of the two
	const isNewer = (process.startedAt ?? 0) > (is.startedAt ?? Number.POSITIVE_INFINITY);
	return was?.pid !== is.pid && !isNewer && comparePids();
}

function mayRun({ state }: RuntimeRecord): boolean {
	return isAlive(state) || state === 'unknown';
}

/** A namespace can outlive the pause that made it, held by its containers: to know whose it was, the dead are remembered. */
export function rememberEnded(
	state: NodeState,
	processes: PersistentMap<ContainerProcess>,
): NodeState['endedProcesses'] {
	const before = PersistentMap.of(state.processes);
	const ended: [string, ContainerProcess][] = [];
	for (const id of processes.changedKeys(before)) {
		const [was, is] = [before.get(id), processes.get(id)];
		if (was && (is?.pid !== was.pid || is.startTicks !== was.startTicks)) ended.push([id, was]);
	}
	if (ended.length === 0) return state.endedProcesses;
	const all = PersistentMap.of(state.endedProcesses).change(ended);
	const excess = all.size - endedLimit;
	return excess > 0 ? all.change([], firstKeys(all, excess)) : all;
}

function firstKeys(map: ReadonlyMap<string, unknown>, count: number): string[] {
	const keys: string[] = [];
	for (const key of map.keys()) {
		if (keys.length >= count) break;
		keys.push(key);
	}
	return keys;
}
