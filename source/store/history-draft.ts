import { reportLimit } from '../core/findings/kubelet-reports.ts';
import type { NodeState } from '../core/node-state.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { IncarnationHistory, PodHistory } from '../core/pod-history.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { boundIncarnations } from './history-bounds.ts';
import { insertEvents } from './history-events.ts';
import { countFacts, type HistoryLimits, limitHistories, noteSize, sizeOf } from './history-size.ts';
import { addDropped } from './keep-newest.ts';

/** Pods' pasts while one observation is taken in. */
export type HistoryDraft = {
	/** How much of a pod's past there is room for. */
	limits: HistoryLimits;
	get(uid: string): PodHistory | undefined;
	put(uid: string, history: PodHistory): void;
	putIncarnations(seen: readonly IncarnationHistory[]): void;
	putEvents(uid: string, events: readonly TimelineEvent[]): void;
	/** Those that only findings are made of. */
	putReports(uid: string, reports: readonly TimelineEvent[]): void;
	remove(uid: string): void;
	/** The same object as at the start when nothing has changed. */
	result(): NodeState['histories'];
};

/** Before anything was seen of a pod. */
export const emptyHistory: PodHistory = { incarnations: new Map(), moments: [] };

export function createHistoryDraft(before: NodeState['histories']): HistoryDraft {
	const sizeBefore = sizeOf(before);
	const limits = limitHistories(sizeBefore, before.size);
	const changed = new Map<string, PodHistory>();
	const removed = new Set<string>();
	const get = (uid: string) => changed.get(uid) ?? (removed.has(uid) ? undefined : before.get(uid));
	const put = (uid: string, history: PodHistory) => {
		if (get(uid) !== history) changed.set(uid, history);
	};
	return {
		limits,
		get,
		put,
		putIncarnations(seen) {
			for (const [uid, own] of groupByPod(seen)) {
				const history = get(uid) ?? emptyHistory;
				const incarnations = new Map(history.incarnations);
				for (const incarnation of own) incarnations.set(incarnation.id, incarnation);
				const { dropped, ...bound } = boundIncarnations(incarnations);
				put(uid, noteDropped({ ...history, ...bound }, { incarnations: dropped }));
			}
		},
		putEvents(uid, told) {
			const history = get(uid) ?? emptyHistory;
			const before = history.events ?? noEvents;
			const { kept, dropped } = insertEvents(before, told, limits.events, history.dropped?.events?.until);
			if (kept !== before) put(uid, noteDropped({ ...history, events: kept }, { events: dropped }));
		},
		putReports(uid, told) {
			const history = get(uid) ?? emptyHistory;
			const before = history.reports ?? noEvents;
			const { kept } = insertEvents(before, told, reportLimit);
			if (kept !== before) put(uid, { ...history, reports: kept });
		},
		remove(uid) {
			changed.delete(uid);
			removed.add(uid);
		},
		result() {
			if (changed.size === 0 && removed.size === 0) return before;
			const gone = [...removed].filter((uid) => !changed.has(uid));
			const result = PersistentMap.of(before).change(changed, gone);
			let size = sizeBefore;
			for (const [uid, history] of changed) size += countFacts(history) - countFacts(before.get(uid));
			for (const uid of gone) size -= countFacts(before.get(uid));
			noteSize(result, size);
			return result;
		},
	};
}

const noEvents: readonly TimelineEvent[] = [];

/** The history, with what was let go of it now counted. */
export function noteDropped(history: PodHistory, { incarnations, moments, events }: Drops): PodHistory {
	if (!incarnations && !moments && !events) return history;
	const before = history.dropped;
	const all = {
		incarnations: addDropped(before?.incarnations, incarnations),
		moments: addDropped(before?.moments, moments),
		events: addDropped(before?.events, events),
	};
	return { ...history, dropped: Object.fromEntries(Object.entries(all).filter(([, part]) => part)) };
}

type Drops = NonNullable<PodHistory['dropped']>;

function groupByPod(seen: readonly IncarnationHistory[]): ReadonlyMap<string, readonly IncarnationHistory[]> {
	const byPod = new Map<string, IncarnationHistory[]>();
	for (const incarnation of seen) {
		if (!byPod.get(incarnation.podUid)?.push(incarnation)) byPod.set(incarnation.podUid, [incarnation]);
	}
	return byPod;
}
