import type { EventInput } from '../kube/event-recorder.ts';
import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';

const fields = {
	init: 'initContainers',
	sidecar: 'initContainers',
	app: 'containers',
	ephemeral: 'ephemeralContainers',
};

/** An event about a pod, or about one of its containers. */
export function formatPodEvent(
	pod: KubeletPod,
	type: 'Normal' | 'Warning',
	reason: string,
	message: string,
	container?: RoledContainer,
): EventInput {
	return {
		kind: 'Pod',
		name: pod.name,
		kubeNamespace: pod.kubeNamespace,
		uid: pod.uid,
		...(container === undefined ? {} : { fieldPath: `spec.${fields[container.role]}{${container.name}}` }),
		type,
		reason,
		message,
		component: 'kubelet',
	};
}
