import { parseLabelSelector } from '../core/label-selector.ts';
import type { NodeState } from '../core/node-state.ts';
import type { PodView } from '../core/node-view.ts';

/** Which pods `get` was asked for. */
export type PodRequest = {
	names: readonly string[];
	/** Absent: all. */
	kubeNamespace?: string;
	/** As kubectl's -l. */
	selector?: string;
};

/**
 * The pods that are asked for, and the names that no pod has.
 * @throws UsageError when the selector cannot be read.
 */
export function selectPods(
	pods: readonly PodView[],
	request: PodRequest,
	state: NodeState,
): { pods: PodView[]; missing: string[] } {
	const isSelected = request.selector === undefined ? () => true : parseLabelSelector(request.selector);
	const inNamespace = pods.filter(
		(pod) => request.kubeNamespace === undefined || pod.kubeNamespace === request.kubeNamespace,
	);
	const names = request.names.map((name) => name.replace(/^pods?\//, ''));
	const missing = names.filter((name) => !inNamespace.some((pod) => pod.name === name));
	const named = names.length === 0 ? inNamespace : inNamespace.filter((pod) => names.includes(pod.name));
	return { pods: named.filter((pod) => isSelected(labelsOf(pod, state))), missing };
}

/** The API's labels; of a pod that it does not know, those that the kubelet copied to the sandbox. */
function labelsOf(pod: PodView, state: NodeState): Readonly<Record<string, string>> {
	if (pod.api) return pod.api.metadata.labels ?? {};
	const sandbox = pod.sandboxes[0];
	return (sandbox?.id && sandbox.runtime && state.records.get(sandbox.runtime)?.get(sandbox.id)?.labels) || {};
}
