import type { NodeState } from '../core/node-state.ts';
import type { IncarnationHistory, PodHistory } from '../core/pod-history.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { boundIncarnations } from './history-bounds.ts';
import { insertEvents } from './history-events.ts';

/** Pods' pasts while one observation is taken in. Copies only when something changes. */
export type HistoryDraft = {
	current(): NodeState['histories'];
	get(uid: string): PodHistory | undefined;
	put(uid: string, history: PodHistory): void;
	putIncarnations(seen: readonly IncarnationHistory[]): void;
	putEvents(uid: string, events: readonly TimelineEvent[]): void;
	remove(uid: string): void;
	/** The same object as at the start when nothing has changed. */
	result(): NodeState['histories'];
};

/** Before anything was seen of a pod. */
export const emptyHistory: PodHistory = { incarnations: new Map(), moments: [] };

export function createHistoryDraft(before: NodeState['histories']): HistoryDraft {
	let copy: Map<string, PodHistory> | undefined;
	const current = () => copy ?? before;
	const write = () => {
		copy ??= new Map(before);
		return copy;
	};
	const get = (uid: string) => current().get(uid);
	const put = (uid: string, history: PodHistory) => {
		if (get(uid) !== history) write().set(uid, history);
	};
	return {
		current,
		get,
		put,
		putIncarnations(seen) {
			for (const [uid, own] of groupByPod(seen)) {
				const history = get(uid) ?? emptyHistory;
				const incarnations = new Map(history.incarnations);
				for (const incarnation of own) incarnations.set(incarnation.id, incarnation);
				put(uid, { ...history, incarnations: boundIncarnations(incarnations) });
			}
		},
		putEvents(uid, told) {
			const history = get(uid) ?? emptyHistory;
			const events = insertEvents(history.events ?? [], told);
			if (events !== history.events) put(uid, { ...history, events });
		},
		remove(uid) {
			if (current().has(uid)) write().delete(uid);
		},
		result: current,
	};
}

function groupByPod(seen: readonly IncarnationHistory[]): ReadonlyMap<string, readonly IncarnationHistory[]> {
	const byPod = new Map<string, IncarnationHistory[]>();
	for (const incarnation of seen) {
		if (!byPod.get(incarnation.podUid)?.push(incarnation)) byPod.set(incarnation.podUid, [incarnation]);
	}
	return byPod;
}
