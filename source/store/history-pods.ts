import type { KubePod } from '../core/kube-pod.ts';
import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import type { PodHistory } from '../core/pod-history.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import { emptyHistory, type HistoryDraft, noteDropped } from './history-draft.ts';
import { describeMoment, insertMoment } from './history-moment.ts';
import type { HistoryLimits } from './history-size.ts';
import { trimGonePod } from './trim-gone-pod.ts';

type PodObservation = ObservationOf<'pod-listing'> | ObservationOf<'pod-changed'> | ObservationOf<'pod-deleted'>;

/** Takes in what the API server says of pods: what each looked like from then on, and which are deleted. */
export function takePods(draft: HistoryDraft, before: NodeState, after: NodeState, observation: PodObservation): void {
	const { at } = observation;
	if (observation.kind === 'pod-deleted') {
		takeDeletion(draft, before.pods?.get(observation.uid), at);
		return;
	}
	const pods = observation.kind === 'pod-listing' ? observation.pods : [observation.pod];
	for (const pod of pods) {
		takeEarlyEvents(draft, pod);
		draft.put(runtimeUid(pod), takePod(draft.get(runtimeUid(pod)), pod, observation, draft.limits));
	}
	if (observation.kind === 'pod-changed') return;
	for (const [uid, pod] of before.pods ?? []) {
		if (!after.pods?.has(uid)) takeDeletion(draft, pod, at);
	}
}

function takePod(
	history: PodHistory | undefined,
	pod: KubePod,
	{ at, kind }: PodObservation,
	limits: HistoryLimits,
): PodHistory {
	const { moments: earlier, deletedAt, pod: known } = history ?? emptyHistory;
	const last = earlier.at(-1);
	// the very object was taken in when it came: a listing tells nothing of what has not changed
	if (history && pod === known && deletedAt === undefined && last && last.at <= at) return history;
	const { kept: moments, dropped } = insertMoment(
		earlier,
		describeMoment(pod, at, kind === 'pod-listing'),
		limits.moments,
	);
	const isBack = deletedAt !== undefined && deletedAt < at;
	const isNewest = known === undefined || at >= (moments.at(-1)?.at ?? at);
	const newest = isNewest ? pod : known;
	if (history && moments === earlier && !isBack && isSameVersion(known, newest)) return history;
	const next = { ...(history ?? emptyHistory), moments, pod: newest, deletedAt: isBack ? undefined : deletedAt };
	return noteDropped(next, { moments: dropped });
}

/** A listing makes new objects of what has not changed. */
function isSameVersion(a: KubePod | undefined, b: KubePod | undefined): boolean {
	if (a === b) return true;
	const version = a?.metadata.resourceVersion;
	return version !== undefined && version === b?.metadata.resourceVersion;
}

function takeDeletion(draft: HistoryDraft, pod: KubePod | undefined, at: number): void {
	const history = pod && draft.get(runtimeUid(pod));
	if (!history || history.deletedAt !== undefined) return;
	draft.put(runtimeUid(pod), { ...history, deletedAt: at, pod: history.pod && trimGonePod(history.pod) });
}

/** Events of a static pod that came before the pod did are kept under the mirror's UID. */
function takeEarlyEvents(draft: HistoryDraft, pod: KubePod): void {
	const [own, mirror] = [runtimeUid(pod), pod.metadata.uid];
	const early = own === mirror ? undefined : draft.get(mirror);
	if (!early || early.incarnations.size > 0 || !(early.events || early.reports)) return;
	draft.putEvents(own, early.events ?? []);
	draft.putReports(own, early.reports ?? []);
	draft.put(own, noteDropped(draft.get(own) ?? emptyHistory, { events: early.dropped?.events }));
	draft.remove(mirror);
}
