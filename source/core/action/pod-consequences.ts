import type { PodView } from '../node-view.ts';
import type { ActionFacts, Consequence } from './action-plan.ts';
import { describeKubeletFault, isUnknown } from './node-condition.ts';
import { type ControlPlanePart, findControlPlanePart, isStaticPod } from './pod-traits.ts';
import { danger, note, warning } from './weigh.ts';

/** Whether anybody is there to bring back what ends. Comes before all else. */
export function tellKubelet({ kubelet, now }: ActionFacts): Consequence[] {
	const fault = describeKubeletFault(kubelet, now);
	if (fault === undefined) {
		const isSilent = isUnknown(kubelet);
		return isSilent
			? [warning('kubelet', 'Whether the kubelet works is not known: without it nothing comes back')]
			: [];
	}
	const text = fault.charAt(0).toUpperCase() + fault.slice(1);
	return [danger('kubelet', `${text}: ${kubelet.running ? 'what ends may not come back' : 'nothing comes back'}`)];
}

/** A pod that only the runtime knows. Whether the API server was asked at all shows in what it said of the node. */
export function tellUnknownToApi(pod: PodView, { kubelet }: ActionFacts): Consequence[] {
	if (pod.matched !== 'runtime') return [];
	if (kubelet.ready === undefined) {
		return [
			warning('unknown-to-api', 'The API server was not read: whether the kubelet brings this pod back is not known'),
		];
	}
	if (isStaticPod(pod)) {
		const text = 'The API server does not know this static pod: it comes back only if its manifest is still there';
		return [danger('unknown-to-api', text)];
	}
	return [danger('unknown-to-api', 'The API server does not know this pod: the kubelet will not bring it back')];
}

const partTexts: Readonly<Record<ControlPlanePart, (text: (words: string) => string) => Consequence>> = {
	etcd: (text) => danger('control-plane', text('etcd: without its quorum the API server cannot answer')),
	'kube-apiserver': (text) => danger('control-plane', text('the API server: without it kubectl has nobody to ask')),
	'kube-controller-manager': (text) =>
		warning(
			'control-plane',
			text('the controller manager: meanwhile nobody replaces lost pods, unless another one leads'),
		),
	'kube-scheduler': (text) =>
		warning('control-plane', text('the scheduler: meanwhile no new pod gets a node, unless another one leads')),
	other: (text) => warning('control-plane', text('a part of the control plane')),
};

/** What the cluster misses meanwhile. */
export function tellControlPlane(pod: PodView): Consequence[] {
	const part = findControlPlanePart(pod);
	return part ? [partTexts[part]((words) => `This is ${words}`)] : [];
}

/** Pausetop's own pod: nobody is left to watch it come back. */
export function tellOwn(isOwn: boolean, place: 'pod' | 'container'): Consequence[] {
	if (!isOwn) return [];
	return [danger('own-pod', `Pausetop itself runs in this ${place}: it ends too, and you see nothing of what follows`)];
}

/** Where a pod without the API's help comes from. */
export function tellStatic(pod: PodView): Consequence[] {
	if (pod.matched === 'runtime' || !isStaticPod(pod)) return [];
	return [note('static', 'A static pod: the kubelet makes it again from its manifest, also without the API server')];
}
