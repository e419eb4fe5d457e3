import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';
import { isSameData } from '../core/same-data.ts';
import { endProcesses } from './ended-processes.ts';
import { replaceAll } from './replace-all.ts';

type RuntimeObservation = ObservationOf<'runtime-listing'> | ObservationOf<'runtime-records'>;

/** Takes in what a container runtime lists. A listing replaces that runtime's records; the rest changes some of them. */
export function reduceRuntime(state: NodeState, observation: RuntimeObservation): NodeState {
	const before = state.records.get(observation.source);
	const read = observation.records.map((record) => [record.id, mergeRead(before?.get(record.id), record)] as const);
	const isListing = observation.kind === 'runtime-listing';
	const after = isListing ? replaceAll(before, read) : PersistentMap.of(before).change(read, observation.gone);
	const records = after === before ? state.records : new Map(state.records).set(observation.source, after);
	const pinned = isListing ? keepListed(state.pinned, records) : dropGone(state.pinned, observation.gone);
	if (records === state.records && pinned === state.pinned) return state;
	return { ...state, records, pinned, ...endProcesses(state, before, after) };
}

/** The same object where nothing new was read: then nothing is to be joined or drawn anew. */
function mergeRead(before: RuntimeRecord | undefined, read: RuntimeRecord): RuntimeRecord {
	const record = keepInspected(before, read);
	if (!before) return record;
	if (isSameData(before, record)) return before;
	// half of a record is labels, and they never change
	const hasOtherCopy = before.labels !== record.labels && isSameData(before.labels, record.labels);
	return hasOtherCopy ? { ...record, labels: before.labels } : record;
}

/** Of sandboxes that are gone the files are too. */
function keepListed(pinned: NodeState['pinned'], records: NodeState['records']): NodeState['pinned'] {
	const runtimes = [...records.values()];
	const gone = [...pinned.keys()].filter((id) => !runtimes.some((listed) => listed.has(id)));
	return dropGone(pinned, gone);
}

function dropGone(pinned: NodeState['pinned'], gone: readonly string[]): NodeState['pinned'] {
	return gone.some((id) => pinned.has(id)) ? PersistentMap.of(pinned).change([], gone) : pinned;
}

/**
 * A listing does not tell times and exit codes; what an inspection found stays true while the state is the same.
 * A record that has been inspected (it knows a start or an end) stands for itself.
 */
function keepInspected(before: RuntimeRecord | undefined, listed: RuntimeRecord): RuntimeRecord {
	const inspected = listed.startedAt !== undefined || listed.finishedAt !== undefined;
	if (!before || inspected || before.state !== listed.state) return listed;
	const { startedAt, finishedAt, oomKilled, pid, createdAt, joins } = before;
	return {
		...listed,
		startedAt,
		finishedAt,
		oomKilled,
		// of a CRI sandbox an inspection tells the pid and no start
		pid: listed.pid ?? pid,
		joins: listed.joins || joins ? { ...listed.joins, ...joins } : undefined,
		exitCode: listed.exitCode ?? before.exitCode,
		// the listing's is cut to whole seconds
		createdAt: createdAt ?? listed.createdAt,
	};
}
