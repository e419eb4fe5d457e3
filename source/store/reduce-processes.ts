import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import { isSameData } from '../core/same-data.ts';
import { rememberEnded } from './ended-processes.ts';
import { replaceAll } from './replace-all.ts';

type ProcessObservation = ObservationOf<'process-listing'> | ObservationOf<'processes'>;

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
