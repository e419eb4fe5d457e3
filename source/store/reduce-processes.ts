import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { ContainerProcess } from '../core/process.ts';
import { isSameData } from '../core/same-data.ts';
import { replaceAll } from './replace-all.ts';

type ProcessObservation = ObservationOf<'process-listing'> | ObservationOf<'processes'>;

/** How many ended first processes are remembered: enough for every container of a full node to have ended once. */
export const endedLimit = 2_000;

/** Takes in a scan of /proc, or the re-read of some containers' first processes. */
export function reduceProcesses(state: NodeState, observation: ProcessObservation): NodeState {
	const before = state.processes;
	const read = observation.processes.map((process) => {
		const known = before?.get(process.containerId);
		return [process.containerId, known && isSameData(known, process) ? known : process] as const;
	});
	const isListing = observation.kind === 'process-listing';
	const processes = isListing ? replaceAll(before, read) : PersistentMap.of(before).change(read, observation.gone);
	const host = isListing && !isSameData(state.host, observation.host) ? observation.host : state.host;
	if (processes === before && host === state.host) return state;
	return { ...state, processes, host, endedProcesses: rememberEnded(state, processes) };
}

/** A namespace can outlive the pause that made it, held by its containers: to know whose it was, the dead are remembered. */
function rememberEnded(state: NodeState, processes: PersistentMap<ContainerProcess>): NodeState['endedProcesses'] {
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
