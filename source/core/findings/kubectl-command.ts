import type { ContainerKind, PodView } from '../node-view.ts';
import { shellWord } from './shell-word.ts';

type PodName = Pick<PodView, 'kubeNamespace' | 'name'>;

/** `kubectl get pod` with one field of the pod, by its JSON path: `{.metadata.finalizers}`. */
export function kubectlGetPod({ kubeNamespace, name }: PodName, path: string): string {
	return `kubectl get pod -n ${shellWord(kubeNamespace)} ${shellWord(name)} -o jsonpath=${shellWord(path)}`;
}

/** The part of a container's status that is named by `field`: `state`, `lastState`. */
export function kubectlGetStatus(
	pod: PodName,
	container: { name: string; kind: ContainerKind },
	field: string,
): string {
	return kubectlGetPod(pod, `{.status.${statusList(container.kind)}[?(@.name=="${container.name}")].${field}}`);
}

/** The part of a container's spec that is named by `field`: `resources.limits.memory`. kubectl cannot filter behind `..`. */
export function kubectlGetSpec(pod: PodName, container: { name: string; kind: ContainerKind }, field: string): string {
	return kubectlGetPod(pod, `{.spec.${specList(container.kind)}[?(@.name=="${container.name}")].${field}}`);
}

/** The pod's events, the newest last. */
export function kubectlGetEvents({ kubeNamespace, name }: PodName): string {
	const selector = shellWord(`involvedObject.name=${name}`);
	return `kubectl get events -n ${shellWord(kubeNamespace)} --field-selector ${selector} --sort-by=.lastTimestamp`;
}

/** The pod's line in `kubectl get pod`. */
export function kubectlGetRow({ kubeNamespace, name }: PodName): string {
	return `kubectl get pod -n ${shellWord(kubeNamespace)} ${shellWord(name)} -o wide`;
}

/** `kubectl describe pod`: state, conditions and events in one. */
export function kubectlDescribePod({ kubeNamespace, name }: PodName): string {
	return `kubectl describe pod -n ${shellWord(kubeNamespace)} ${shellWord(name)}`;
}

/** All pods of one node, those of the network plugin among them. */
export function listNodePods(nodeName: string | undefined): string {
	const selector = nodeName === undefined ? '' : ` --field-selector ${shellWord(`spec.nodeName=${nodeName}`)}`;
	return `kubectl get pod -A -o wide${selector}`;
}

/** `kubectl delete pod`, with its grace period. */
export function kubectlDeletePod({ kubeNamespace, name }: PodName): string {
	return `kubectl delete pod -n ${shellWord(kubeNamespace)} ${shellWord(name)}`;
}

function statusList(kind: ContainerKind): string {
	if (kind === 'init' || kind === 'sidecar') return 'initContainerStatuses';
	return kind === 'ephemeral' ? 'ephemeralContainerStatuses' : 'containerStatuses';
}

function specList(kind: ContainerKind): string {
	if (kind === 'init' || kind === 'sidecar') return 'initContainers';
	return kind === 'ephemeral' ? 'ephemeralContainers' : 'containers';
}
