import { identifyRecord } from '../core/identity.ts';
import type { NodeState } from '../core/node-state.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';

/** How many events of a pod are kept: a recycle of a pod with three containers makes about twenty of them. */
export const eventLimit = 400;

/** What restart stories are told from. Everything else (`Pulled`, `stop`, a readiness probe that fails) only takes room. */
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
		if (record) return identifyRecord(record)?.podUid;
	}
	return undefined;
}

/** Puts events in their places in time; those that are there already are not added again. The same array when nothing is new. */
export function insertEvents(
	events: readonly TimelineEvent[],
	added: readonly TimelineEvent[],
): readonly TimelineEvent[] {
	const known = new Set(events.map(({ key }) => key));
	const fresh = added.filter(({ key }) => !known.has(key) && known.add(key));
	if (fresh.length === 0) return events;
	return [...events, ...fresh].sort(compareEvents).slice(-eventLimit);
}

/** By time, and by their keys where that is the same: the order does not depend on who was heard first. */
function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
	return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
