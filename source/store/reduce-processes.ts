import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import type { ContainerProcess } from '../core/process.ts';

type ProcessObservation = ObservationOf<'process-listing'> | ObservationOf<'processes'>;

/** How many ended first processes are remembered: enough for every container of a full node to have ended once. */
const endedLimit = 2_000;

/** Takes in a scan of /proc, or the re-read of some containers' first processes. */
export function reduceProcesses(state: NodeState, observation: ProcessObservation): NodeState {
	const processes = mergeProcesses(state.processes, observation);
	return {
		...state,
		processes,
		host: observation.kind === 'process-listing' ? observation.host : state.host,
		endedProcesses: rememberEnded(state, processes),
	};
}

function mergeProcesses(
	before: ReadonlyMap<string, ContainerProcess> | undefined,
	observation: ProcessObservation,
): ReadonlyMap<string, ContainerProcess> {
	const entries = observation.processes.map((process) => [process.containerId, process] as const);
	if (observation.kind === 'process-listing') return new Map(entries);
	const after = new Map([...(before ?? []), ...entries]);
	for (const id of observation.gone) after.delete(id);
	return after;
}

/** A namespace can outlive the pause that made it, held by its containers: to know whose it was, the dead are remembered. */
function rememberEnded(
	state: NodeState,
	processes: ReadonlyMap<string, ContainerProcess>,
): NodeState['endedProcesses'] {
	const ended: [string, ContainerProcess][] = [];
	for (const [id, process] of state.processes ?? []) {
		const now = processes.get(id);
		if (now?.pid !== process.pid || now.startTicks !== process.startTicks) ended.push([id, process]);
	}
	if (ended.length === 0) return state.endedProcesses;
	const all = [...state.endedProcesses, ...ended];
	return new Map(all.slice(-endedLimit));
}
