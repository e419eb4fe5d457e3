import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';

type RuntimeObservation = ObservationOf<'runtime-listing'> | ObservationOf<'runtime-records'>;

/** Takes in what a container runtime lists. A listing replaces that runtime's records; the rest changes some of them. */
export function reduceRuntime(state: NodeState, observation: RuntimeObservation): NodeState {
	const before = state.records.get(observation.source);
	const after =
		observation.kind === 'runtime-listing'
			? replaceAll(before, observation.records)
			: replaceSome(before, observation.records, observation.gone);
	return { ...state, records: new Map(state.records).set(observation.source, after) };
}

function replaceAll(
	before: ReadonlyMap<string, RuntimeRecord> | undefined,
	records: readonly RuntimeRecord[],
): ReadonlyMap<string, RuntimeRecord> {
	return new Map(records.map((record) => [record.id, keepInspected(before?.get(record.id), record)]));
}

function replaceSome(
	before: ReadonlyMap<string, RuntimeRecord> | undefined,
	records: readonly RuntimeRecord[],
	gone: readonly string[],
): ReadonlyMap<string, RuntimeRecord> {
	const after = new Map(before);
	for (const record of records) after.set(record.id, keepInspected(after.get(record.id), record));
	for (const id of gone) after.delete(id);
	return after;
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
		pid,
		joins: { ...listed.joins, ...joins },
		exitCode: listed.exitCode ?? before.exitCode,
		// the listing's is cut to whole seconds
		createdAt: createdAt ?? listed.createdAt,
	};
}
