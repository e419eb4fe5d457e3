import type { NodeState } from '../node-state.ts';
import { PersistentMap } from '../persistent-map.ts';
import type { ContainerProcess } from '../process.ts';
import type { RuntimeRecord } from '../runtime-record.ts';

/** The parts of a state that views are made of, in maps that can be compared quickly. */
export type NodeMaps = {
	records: ReadonlyMap<string, PersistentMap<RuntimeRecord>>;
	processes: PersistentMap<ContainerProcess>;
	pods: PersistentMap<NonNullable<ReturnType<NonNullable<NodeState['pods']>['get']>>>;
	ended: PersistentMap<ContainerProcess>;
	pinned: PersistentMap<NonNullable<ReturnType<NodeState['pinned']['get']>>>;
};

export function mapsOf(state: NodeState): NodeMaps {
	return {
		records: new Map([...state.records].map(([runtime, records]) => [runtime, PersistentMap.of(records)])),
		processes: PersistentMap.of(state.processes),
		pods: PersistentMap.of(state.pods),
		ended: PersistentMap.of(state.endedProcesses),
		pinned: PersistentMap.of(state.pinned),
	};
}

/** What a container id stands for: its record, by the first runtime that lists it, else its process. */
export function findEntry({ records, processes }: NodeMaps, id: string): RuntimeRecord | ContainerProcess | undefined {
	for (const listed of records.values()) {
		const record = listed.get(id);
		if (record) return record;
	}
	return processes.get(id);
}

/** Orders container ids as a walk through all records, then all processes, would meet them. */
export function createRanking({ records, processes }: NodeMaps): (id: string) => number {
	const maps = [...records.values(), processes];
	return (id) => {
		const index = maps.findIndex((map) => map.has(id));
		return index * 2 ** 32 + (maps[index]?.placeOf(id) ?? 0);
	};
}

/** Whether a walk through the entries that both have meets them in the same order for certain. */
export function isSameOrder(a: NodeMaps, b: NodeMaps): boolean {
	if (!a.processes.sharesPlaces(b.processes)) return false;
	return [...b.records].every(([runtime, records]) => a.records.get(runtime)?.sharesPlaces(records));
}
