import type { TimelineEntry } from '../../core/node-state.ts';
import type { PodView } from '../../core/node-view.ts';
import type { TimelineAnchor } from './screen-state.ts';

/** The events about one pod, or all. Events name a pod by UID where they can: a new pod of the same name is another pod. */
export function selectTimeline(events: readonly TimelineEntry[], pod: PodView | undefined): readonly TimelineEntry[] {
	if (!pod) return events;
	// a static pod's API events carry the mirror's UID
	const uids = new Set([pod.uid, pod.api?.metadata.uid]);
	return events.filter((event) =>
		event.podUid === undefined
			? event.pod === pod.name && event.kubeNamespace === pod.kubeNamespace
			: uids.has(event.podUid),
	);
}

/** The place after the last event in sight. An anchor that has been let go gives way to what comes after it in time. */
export function findTimelineEnd(
	events: readonly TimelineEntry[],
	anchor: TimelineAnchor | undefined,
	height: number,
): number {
	if (!anchor) return events.length;
	const found = events.findLastIndex(({ key }) => key === anchor.key);
	const end = (found >= 0 ? found : events.findLastIndex(({ order }) => order <= anchor.order)) + 1;
	return Math.max(end, Math.min(height, events.length));
}
