import { identityOf } from '../core/correlate/identity-of.ts';
import { isKubeletReport } from '../core/findings/kubelet-reports.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Observation, ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { IncarnationHistory } from '../core/pod-history.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { selectForgotten } from './history-bounds.ts';
import { createHistoryDraft, type HistoryDraft } from './history-draft.ts';
import { findPodOf, isTelling } from './history-events.ts';
import { mergeProcess, mergeRecord } from './history-incarnation.ts';
import { takePods } from './history-pods.ts';

/**
 * What is remembered of each pod's incarnations after one more observation: `before` is the state without it, `after` with it.
 * Only what the observation touched is looked at; the same object when nothing is new.
 */
export function reduceHistory(before: NodeState, after: NodeState, observation: Observation): Histories {
	const draft = createHistoryDraft(before.histories);
	switch (observation.kind) {
		case 'runtime-listing':
		case 'runtime-records':
			takeRecords(draft, before, after, observation);
			break;
		case 'process-listing':
		case 'processes':
			takeProcesses(draft, after, observation);
			break;
		case 'pod-listing':
		case 'pod-changed':
		case 'pod-deleted':
			takePods(draft, before, after, observation);
			break;
		case 'events':
			takeEvents(draft, after, observation.events);
			break;
		default:
			return before;
	}
	const histories = draft.result();
	// only what is as long as the node anyway goes through all of them
	const isListing = observation.kind === 'runtime-listing' || observation.kind === 'pod-listing';
	const forgotten = isListing ? findForgotten(histories, after, observation.at) : [];
	if (forgotten.length === 0) return { histories, forgottenPods: before.forgottenPods };
	return {
		histories: PersistentMap.of(histories).change([], forgotten),
		forgottenPods: (before.forgottenPods ?? 0) + forgotten.length,
	};
}

type Histories = Pick<NodeState, 'histories' | 'forgottenPods'>;

type RecordObservation = ObservationOf<'runtime-listing'> | ObservationOf<'runtime-records'>;

function takeRecords(draft: HistoryDraft, before: NodeState, after: NodeState, observation: RecordObservation): void {
	const { at, source, records } = observation;
	const earlier = before.records.get(source);
	const merged = after.records.get(source);
	const seen: IncarnationHistory[] = [];
	for (const read of records) {
		// the state's own has also what an earlier inspection found
		const record = merged?.get(read.id) ?? read;
		const identity = identityOf(record);
		if (!identity) continue;
		const known = findIncarnation(draft, identity.podUid, record.id);
		const process = after.processes?.get(record.id);
		// where two runtimes list the same container, the newest word about it may be the other one's
		const isOld = record === earlier?.get(read.id) && known?.runtime === source;
		if (isOld && known && isTakenIn(known, process ?? { pid: record.pid }, at)) continue;
		const next = mergeRecord(known, record, identity, process, at);
		if (next !== known) seen.push(next);
	}
	const gone = observation.kind === 'runtime-records' ? observation.gone : (earlier?.keys() ?? []);
	for (const id of gone) {
		const known = merged?.has(id) ? undefined : findRecorded(draft, earlier?.get(id), id);
		if (known && known.goneSeenAt === undefined) seen.push({ ...known, goneSeenAt: at });
	}
	draft.putIncarnations(seen);
}

/** Whether the record that stood in the state before has nothing to add: it was taken in when it came, and has been there since. */
function isTakenIn(
	{ seenAt, goneSeenAt, ...known }: IncarnationHistory,
	{ pid, startTicks }: { pid?: number; startTicks?: number },
	at: number,
): boolean {
	const hasProcess =
		(pid === undefined || pid === known.pid) && (startTicks === undefined || startTicks === known.startTicks);
	return hasProcess && seenAt !== undefined && seenAt <= at && goneSeenAt === undefined;
}

function takeProcesses(
	draft: HistoryDraft,
	after: NodeState,
	{ processes }: ObservationOf<'process-listing'> | ObservationOf<'processes'>,
): void {
	const seen: IncarnationHistory[] = [];
	for (const process of processes) {
		const id = process.containerId;
		const known =
			(process.podUid !== undefined ? findIncarnation(draft, process.podUid, id) : undefined) ??
			findInRecords(draft, after, id);
		const next = known && mergeProcess(known, process);
		if (next && next !== known) seen.push(next);
	}
	draft.putIncarnations(seen);
}

function takeEvents(draft: HistoryDraft, after: NodeState, events: readonly TimelineEvent[]): void {
	const byPod = new Map<string, TimelineEvent[]>();
	for (const event of events) {
		const uid = isTelling(event) || isKubeletReport(event) ? findPodOf(event, after) : undefined;
		if (uid !== undefined && !byPod.get(uid)?.push(event)) byPod.set(uid, [event]);
	}
	for (const [uid, told] of byPod) {
		draft.putEvents(uid, told.filter(isTelling));
		draft.putReports(uid, told.filter(isKubeletReport));
	}
}

function findForgotten(histories: NodeState['histories'], after: NodeState, now: number): readonly string[] {
	const known = new Set<string>();
	for (const pod of after.pods?.values() ?? []) known.add(runtimeUid(pod));
	return selectForgotten(histories, (uid) => known.has(uid), now);
}

function findIncarnation(draft: HistoryDraft, uid: string, id: string): IncarnationHistory | undefined {
	return draft.get(uid)?.incarnations.get(id);
}

function findRecorded(
	draft: HistoryDraft,
	record: RuntimeRecord | undefined,
	id: string,
): IncarnationHistory | undefined {
	const identity = record && identityOf(record);
	return identity && findIncarnation(draft, identity.podUid, id);
}

/** Outside the kubelet's cgroups a process does not tell its pod. */
function findInRecords(draft: HistoryDraft, state: NodeState, id: string): IncarnationHistory | undefined {
	for (const records of state.records.values()) {
		const record = records.get(id);
		if (record) return findRecorded(draft, record, id);
	}
	return undefined;
}
