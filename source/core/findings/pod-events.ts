import type { NodeState } from '../node-state.ts';
import type { PodView } from '../node-view.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import type { Suspicion } from './finding-rule.ts';

/** The Kubernetes events of one pod, oldest first: those of the timeline, and those that its history has kept longer. */
export function selectPodEvents(
	state: NodeState,
	{ uid, api }: Pick<PodView, 'uid' | 'api'>,
): readonly TimelineEvent[] {
	const { byPod, collected } = lookUp(state);
	const known = collected.get(uid);
	if (known) return known;
	const mirror = api?.metadata.uid;
	const history = state.histories.get(uid);
	const events = [
		...(history?.events ?? []).filter(({ source }) => source === 'kube'),
		...(history?.reports ?? []),
		...(byPod.get(uid) ?? []),
		// of a static pod the API server's controllers name the mirror
		...(mirror !== undefined && mirror !== uid ? (byPod.get(mirror) ?? []) : []),
	];
	const byKey = new Map(events.map((event) => [event.key, event]));
	const sorted = [...byKey.values()].sort((a, b) => a.at - b.at || (a.count ?? 1) - (b.count ?? 1));
	collected.set(uid, sorted);
	return sorted;
}

/** How long the API server may take for its events once it has listed its pods, milliseconds. */
const listingTime = 5_000;

/**
 * A suspicion that an event could explain away: while the first listing of events may still be under way, that nothing was said proves
 * nothing, and it has to wait for that at least.
 */
export function waitForEvents(suspicion: Suspicion, state: NodeState): Suspicion {
	const kube = state.sources.get('kube');
	const isAwaited = kube !== undefined && state.now - kube.since < listingTime && lookUp(state).byPod.size === 0;
	const { since = state.now, patience } = suspicion;
	if (!isAwaited || since + patience > state.now + listingTime) return suspicion;
	return { ...suspicion, since: undefined, patience: listingTime };
}

/** The last millisecond that an event's time can mean: Kubernetes events have whole seconds. */
export function latestOfEvent({ at, resolution }: TimelineEvent): number {
	return at + Math.max(0, (resolution ?? 1) - 1);
}

/** How long a kubelet that still tries may say nothing of it: it lets an event through every 5 minutes once it has said it 25 times. */
export const eventSilence = 6 * 60_000;

type Collected = {
	byPod: ReadonlyMap<string, readonly TimelineEvent[]>;
	collected: Map<string, readonly TimelineEvent[]>;
};

// every rule asks for every pod: going through all events for each of them would be most of the work
const states = new WeakMap<NodeState, Collected>();

function lookUp(state: NodeState): Collected {
	const known = states.get(state);
	if (known) return known;
	const byPod = new Map<string, TimelineEvent[]>();
	for (const event of state.timeline.events) {
		if (event.source !== 'kube' || event.podUid === undefined) continue;
		if (!byPod.get(event.podUid)?.push(event)) byPod.set(event.podUid, [event]);
	}
	const made: Collected = { byPod, collected: new Map() };
	states.set(state, made);
	return made;
}
