import type { KubeContainer, KubePod } from '../kube-pod.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';

/** The part of the control plane that a static pod is; `other` for further static pods that are marked as of it. */
export type ControlPlanePart = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'other';

/** Seconds that a pod gives its containers by default (API default of terminationGracePeriodSeconds). */
const defaultGrace = 30;

/** The kubelet never gives less (minimumGracePeriodInSeconds, kuberuntime_container.go). */
const leastGrace = 2;

/** Seconds between TERM and KILL when the kubelet ends a container of the pod. */
export function selectGraceSeconds({ api }: PodView): number {
	return Math.max(leastGrace, api?.spec.terminationGracePeriodSeconds ?? defaultGrace);
}

/** Whether there is a living process in it, by the runtime or by /proc. */
export function isRunning({ state }: ContainerView): boolean {
	return state !== 'waiting' && state !== 'terminated' && isAlive(state);
}

/** Whether the pause is PID 1 of the containers' pid namespace. What /proc shows counts more than what the spec asks for. */
export function sharesPidNamespace({ api, containers }: PodView): boolean {
	const sharings = containers.filter(isRunning).map(({ linuxNamespaces }) => linuxNamespaces?.pid.sharing);
	if (sharings.includes('pause')) return true;
	const isKnown = sharings.some((sharing) => sharing !== undefined && sharing !== 'unknown');
	return !isKnown && api?.spec.shareProcessNamespace === true;
}

/** Whether the sandbox is in the host's network: then it has the node's IP before and after. */
export function usesHostNetwork({ hostNetwork, sandboxes }: PodView): boolean {
	return hostNetwork === true || sandboxes[0]?.sharing?.net === 'host';
}

/** Whether the kubelet has it from a manifest and not from the API server. Without the API its UID tells: it is that manifest's hash. */
export function isStaticPod({ api, uid }: PodView): boolean {
	const annotations = api?.metadata.annotations;
	if (!api) return /^[0-9a-f]{32}$/.test(uid);
	const source = annotations?.['kubernetes.io/config.source'];
	return annotations?.['kubernetes.io/config.mirror'] !== undefined || source === 'file' || source === 'http';
}

/** Which part of the control plane a static pod is; undefined for any other pod. kubeadm and RKE2 name and label them so. */
export function findControlPlanePart(pod: PodView): ControlPlanePart | undefined {
	if (pod.kubeNamespace !== 'kube-system' || !isStaticPod(pod)) return undefined;
	const labels = pod.api?.metadata.labels;
	const [part] = /^(?:etcd|kube-apiserver|kube-controller-manager|kube-scheduler)(?=-|$)/.exec(pod.name) ?? [];
	if (part) return part as ControlPlanePart;
	return labels?.tier === 'control-plane' ? 'other' : undefined;
}

/** The controller that would make another pod in its place, in words: `Job sum`. A mirror pod's node is none. */
export function findController({ api }: PodView): string | undefined {
	const owner = api?.metadata.ownerReferences?.find(({ controller, kind }) => controller && kind !== 'Node');
	return owner && `${owner.kind} ${owner.name}`;
}

/** Whether it is on its way out: then nothing of it is started again. */
export function isBeingDeleted({ api }: PodView): boolean {
	return Boolean(api?.metadata.deletionTimestamp);
}

/** A container as the spec has it; undefined without the API. */
export function findSpec(pod: KubePod | undefined, name: string): KubeContainer | undefined {
	const { initContainers, containers = [], ephemeralContainers } = pod?.spec ?? {};
	return [...(initContainers ?? []), ...containers, ...(ephemeralContainers ?? [])].find((each) => each.name === name);
}

/** Names of those with a preStop hook. Without the API nobody knows of hooks. */
export function withPreStop({ api }: PodView, containers: readonly ContainerView[]): string[] {
	return containers.map(({ name }) => name).filter((name) => findSpec(api, name)?.lifecycle?.preStop);
}
