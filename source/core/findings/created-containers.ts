import type { NodeState } from '../node-state.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { reportLimit } from './kubelet-reports.ts';
import { latestOfEvent, selectPodEvents } from './pod-events.ts';

/** A container that does not come up, and since when that is so, milliseconds since the epoch. */
export type StuckContainer = { container: ContainerView; since?: number };

/** Those that a runtime has created and not started. One that failed to start has an exit code. */
export function createdContainers({ containers }: PodView, { records }: NodeState): readonly StuckContainer[] {
	return containers
		.filter(({ current, state, exitCode }) => current && state === 'created' && exitCode === undefined)
		.map((container) => {
			const { id = '', runtime = '' } = container;
			return { container, since: records.get(runtime)?.get(id)?.createdAt };
		});
}

/**
 * Those that should be made next and are not. Only where all that happened to the pod is known: an image that is being pulled, or an
 * event that was let go, explains it.
 */
export function uncreatedContainers(pod: PodView, state: NodeState): readonly StuckContainer[] {
	const sandboxAt = pod.sandboxes[0]?.startedAt;
	if (sandboxAt === undefined || isForgotten(pod, sandboxAt, state)) return [];
	const events = selectPodEvents(state, pod);
	// before the first listing of events, or once they have expired, nobody knows
	if (events.length === 0 || isPulling(events)) return [];
	const next = pod.containers.find(({ kind, id }) => kind === 'app' && id === undefined);
	if (next?.state !== 'waiting' || next.reason !== 'ContainerCreating') return [];
	// each step begins anew: a pull that has just ended was no time lost
	return [{ container: next, since: Math.max(sandboxAt, ...events.map(latestOfEvent)) }];
}

/** Whether events since then may be missing: where not all can be read, or neither the timeline nor the pod's history has them all. */
function isForgotten({ uid }: PodView, since: number, { timeline, histories, sources }: NodeState): boolean {
	if (sources.get('kube')?.health !== 'live') return true;
	if (timeline.dropped === 0 || (timeline.events[0]?.at ?? Infinity) <= since) return false;
	const reports = histories.get(uid)?.reports ?? [];
	return reports.length >= reportLimit && (reports[0]?.at ?? 0) > since;
}

/** Whether the newest word about an image is that it is being pulled. */
function isPulling(events: readonly TimelineEvent[]): boolean {
	const told = new Map<string | undefined, string>();
	for (const { type, container, message } of events) {
		const isEnd = type === 'Pulled' || (type === 'Failed' && /pull/i.test(message ?? ''));
		if (type === 'Pulling' || isEnd) told.set(container, type);
	}
	return [...told.values()].includes('Pulling');
}
