import type { KubeEvent } from '../../core/kube-event.ts';
import { isKubeEvent, normalizeKubeEvent } from '../../core/normalize-kube-event.ts';
import type { TimelineEvent } from '../../core/timeline-event.ts';

/** Picks the events of one node out of the cluster's. */
export type EventSelector = {
	/** Those of the wire objects that concern this node, each key once, the oldest first. */
	select(items: readonly unknown[], arrivedAt: number): TimelineEvent[];
	/** Those that were put aside because their pod was not known then, and is now. */
	reconsider(): TimelineEvent[];
};

/** How many events of unknown pods are kept for later: `Scheduled` arrives before the pod itself does. */
const maxAside = 200;

/**
 * An event concerns the node when its kubelet wrote it, when it is about the Node object, or about a pod of the node.
 * @param findRuntimeUid knows the node's pods, by any of their UIDs
 */
export function createEventSelector(node: string, findRuntimeUid: (uid: string) => string | undefined): EventSelector {
	let aside: { event: KubeEvent; arrivedAt: number }[] = [];
	const normalize = (event: KubeEvent, arrivedAt: number): TimelineEvent => {
		const normalized = normalizeKubeEvent(event, arrivedAt);
		const uid = normalized.podUid;
		return uid === undefined ? normalized : { ...normalized, podUid: findRuntimeUid(uid) ?? uid };
	};
	const concerns = (event: KubeEvent): boolean => {
		const { kind, name, uid } = event.involvedObject;
		if (kind === 'Node') return name === node;
		return event.source?.host === node || event.reportingInstance === node || isKnown(uid, findRuntimeUid);
	};
	return {
		select(items, arrivedAt) {
			const events = items.filter(isKubeEvent);
			const others = events.filter((event) => !concerns(event) && isOrphan(event));
			aside = [...aside, ...others.map((event) => ({ event, arrivedAt }))].slice(-maxAside);
			return sortUnique(events.filter(concerns).map((event) => normalize(event, arrivedAt)));
		},
		reconsider() {
			const found = aside.filter(({ event }) => concerns(event));
			if (found.length > 0) aside = aside.filter(({ event }) => !concerns(event));
			return sortUnique(found.map(({ event, arrivedAt }) => normalize(event, arrivedAt)));
		},
	};
}

function isKnown(uid: string | undefined, findRuntimeUid: (uid: string) => string | undefined): boolean {
	return uid !== undefined && findRuntimeUid(uid) !== undefined;
}

/** About a pod, and not written by a kubelet: such a pod may yet turn out to be this node's. */
function isOrphan({ involvedObject, source }: KubeEvent): boolean {
	return involvedObject.kind === 'Pod' && !source?.host;
}

function sortUnique(events: readonly TimelineEvent[]): TimelineEvent[] {
	return [...new Map(events.map((event) => [event.key, event])).values()].sort((a, b) => a.at - b.at);
}
