import { identityOf } from '../core/correlate/identity-of.ts';
import type { NodeState } from '../core/node-state.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { type Kept, keepNewest } from './keep-newest.ts';

/** How many events of a pod are kept at most: a recycle of a pod with three containers makes about twenty of them. */
export const eventLimit = 400;

/** What restart stories are told from. Everything else (`stop`, a readiness probe that fails) only takes room. */
const tellingTypes: ReadonlySet<string> = new Set([
	// runtimes; podman says died and remove
	'create',
	'start',
	'die',
	'died',
	'exit',
	'kill',
	'oom',
	'destroy',
	'remove',
	'delete',
	// the kubelet and the node's controllers
	'SandboxChanged',
	'Killing',
	'BackOff',
	'FailedCreatePodSandBox',
	'Evicted',
	'Preempting',
	'Preempted',
	'NodeShutdown',
	'DeadlineExceeded',
]);

/** Whether a story can be told from an event. */
export function isTelling(event: TimelineEvent): boolean {
	// only these probes make the kubelet kill
	if (event.type === 'Unhealthy') return /^(Liveness|Startup)/.test(event.message ?? '');
	return tellingTypes.has(event.type);
}

/** Runtime UID of the pod that an event is about; undefined when nobody knows. */
export function findPodOf(event: TimelineEvent, state: NodeState): string | undefined {
	if (event.podUid !== undefined) {
		const pod = state.pods?.get(event.podUid);
		return pod ? runtimeUid(pod) : event.podUid;
	}
	if (event.id === undefined) return undefined;
	for (const records of state.records.values()) {
		const record = records.get(event.id);
		if (record) return identityOf(record)?.podUid;
	}
	return undefined;
}

/**
 * Puts events in their places in time; those that are there already are not added again. The same array when nothing is new. Of
 * more than `limit` the oldest go. What is older than `since` has been let go before.
 */
export function insertEvents(
	events: readonly TimelineEvent[],
	added: readonly TimelineEvent[],
	limit = eventLimit,
	since = -Infinity,
): Kept<TimelineEvent> {
	const fresh: TimelineEvent[] = [];
	for (const event of added) {
		const isKnown = ({ key }: TimelineEvent) => key === event.key;
		if (event.at >= since && !events.some(isKnown) && !fresh.some(isKnown)) fresh.push(event);
	}
	if (fresh.length === 0) return { kept: events };
	fresh.sort(compareEvents);
	const [last, first] = [events.at(-1), fresh[0]];
	const all = events.concat(fresh);
	const isInOrder = !last || !first || compareEvents(last, first) <= 0;
	return keepNewest(isInOrder ? all : all.sort(compareEvents), limit);
}

/** By time, and by their keys where that is the same: the order does not depend on who was heard first. */
function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
	return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
