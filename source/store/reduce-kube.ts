import type { KubePod } from '../core/kube-pod.ts';
import { readKubectlRow } from '../core/kubectl/kubectl-row.ts';
import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { replaceAll } from './replace-all.ts';
import { addEvents } from './timeline.ts';

type KubeObservation =
	| ObservationOf<'pod-listing'>
	| ObservationOf<'pod-changed'>
	| ObservationOf<'pod-deleted'>
	| ObservationOf<'node'>;

/** Takes in what the API server says. */
export function reduceKube(state: NodeState, observation: KubeObservation): NodeState {
	if (observation.kind === 'node') return { ...state, node: observation.node };
	const pods = mergePods(state.pods, observation);
	if (pods === state.pods) return state;
	// before the first listing there is nothing to compare with
	const changes = state.pods ? describeChanges(state.pods, pods, observation) : [];
	return { ...state, pods, timeline: addEvents(state.timeline, changes, observation.at) };
}

function mergePods(
	before: ReadonlyMap<string, KubePod> | undefined,
	observation: Exclude<KubeObservation, { kind: 'node' }>,
): PersistentMap<KubePod> {
	const keep = (pod: KubePod) => [pod.metadata.uid, keepSameVersion(before?.get(pod.metadata.uid), pod)] as const;
	switch (observation.kind) {
		case 'pod-listing':
			return replaceAll(before, observation.pods.map(keep));
		case 'pod-changed':
			return PersistentMap.of(before).change([keep(observation.pod)]);
		case 'pod-deleted':
			return PersistentMap.of(before).change([], [observation.uid]);
	}
}

/** A listing makes new objects of what has not changed: the API server gives each change another version. */
function keepSameVersion(before: KubePod | undefined, pod: KubePod): KubePod {
	const version = pod.metadata.resourceVersion;
	return before && version !== undefined && before.metadata.resourceVersion === version ? before : pod;
}

/** One event for each pod whose row of `kubectl get pod` reads differently now: what `kubectl get pod -w` would have printed. */
function describeChanges(
	before: ReadonlyMap<string, KubePod>,
	after: ReadonlyMap<string, KubePod>,
	observation: Exclude<KubeObservation, { kind: 'node' }>,
): TimelineEvent[] {
	const uids = touchedUids(before, after, observation);
	const events: TimelineEvent[] = [];
	for (const uid of uids) {
		const [was, is] = [before.get(uid), after.get(uid)];
		if (was === is) continue;
		const [from, to] = [was && describePod(was), is && describePod(is)];
		const pod = is ?? was;
		if (from === to || !pod) continue;
		events.push({
			key: `pod:${uid}:${pod.metadata.resourceVersion ?? observation.at}:${is ? 'set' : 'deleted'}`,
			at: observation.at,
			source: observation.source,
			type: !was ? 'PodAdded' : is ? 'PodChanged' : 'PodDeleted',
			kubeNamespace: pod.metadata.namespace,
			pod: pod.metadata.name,
			podUid: runtimeUid(pod),
			message: from && to ? `${from} → ${to}` : (to ?? from),
		});
	}
	return events;
}

function touchedUids(
	before: ReadonlyMap<string, KubePod>,
	after: ReadonlyMap<string, KubePod>,
	observation: Exclude<KubeObservation, { kind: 'node' }>,
): Iterable<string> {
	if (observation.kind === 'pod-changed') return [observation.pod.metadata.uid];
	if (observation.kind === 'pod-deleted') return [observation.uid];
	return new Set([...before.keys(), ...after.keys()]);
}

function describePod(pod: KubePod): string {
	const row = readKubectlRow(pod);
	const restarts = row.restarts > 0 ? `, ${row.restarts} restarts` : '';
	return `${row.ready} ${row.status}${restarts}${row.ip ? `, ${row.ip}` : ''}`;
}
