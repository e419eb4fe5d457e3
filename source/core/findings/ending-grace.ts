import type { NodeState } from '../node-state.ts';
import type { PodView } from '../node-view.ts';
import { findRecord } from './find-record.ts';

/** Seconds that a pod gives its containers by default (API default of terminationGracePeriodSeconds). */
const defaultGrace = 30;

/** dockershim and cri-dockerd write the kubelet's annotations into labels (core/helpers.go makeLabels). */
const graceLabel = 'annotation.io.kubernetes.pod.terminationGracePeriod';

/**
 * How long the kubelet may leave a pod's containers running once it has begun to end them, milliseconds: by the API's object, also a
 * deleted one, else by what the runtime keeps of it, else the default.
 */
export function selectEndingGrace(state: NodeState, pod: PodView): number {
	const api = pod.api ?? state.histories.get(pod.uid)?.pod;
	const own = api?.spec.terminationGracePeriodSeconds ?? readLabels(state, pod) ?? defaultGrace;
	return Math.max(own, api?.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
}

function readLabels(state: NodeState, { containers }: PodView): number | undefined {
	const seconds = containers
		.map((container) => Number.parseInt(findRecord(state, container)?.labels[graceLabel] ?? '', 10))
		.filter((value) => value >= 0);
	return seconds.length > 0 ? Math.max(...seconds) : undefined;
}
