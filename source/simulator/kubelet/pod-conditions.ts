import type { KubeContainerStatus, KubePodCondition } from '../../core/kube-pod.ts';
import type { KubeletPod } from './kubelet-pod.ts';

type Condition = KubePodCondition & { lastProbeTime: null };

/** Initialized, Ready, ContainersReady and PodScheduled, each with the time of its last change. @param now RFC 3339 */
export function formatConditions(
	pod: KubeletPod,
	phase: string,
	find: (name: string) => KubeContainerStatus | undefined,
	before: readonly KubePodCondition[],
	now: string,
): Condition[] {
	const names = (suits: (role: string, status?: KubeContainerStatus) => boolean) =>
		pod.containers.filter((each) => suits(each.role, find(each.name))).map((each) => each.name);
	const uninitialized = names(
		(role, status) =>
			(role === 'init' && status?.ready !== true) ||
			(role === 'sidecar' && status?.started !== true && status?.restartCount === 0),
	);
	const unready = names((role, status) => (role === 'app' || role === 'sidecar') && status?.ready !== true);
	const completed = phase === 'Succeeded';
	const initialized =
		uninitialized.length === 0 || completed
			? { status: 'True', ...(completed ? { reason: 'PodCompleted' } : {}) }
			: formatFalse('ContainersNotInitialized', 'incomplete', uninitialized);
	const ready = completed
		? { status: 'False', reason: 'PodCompleted' }
		: unready.length === 0
			? { status: 'True' }
			: formatFalse('ContainersNotReady', 'unready', unready);
	const wanted = [
		{ type: 'Initialized', ...initialized },
		{ type: 'Ready', ...ready },
		{ type: 'ContainersReady', ...ready },
		{ type: 'PodScheduled', status: 'True' },
	];
	return wanted.map((each) => {
		const old = before.find((candidate) => candidate.type === each.type);
		const lastTransitionTime = old?.status === each.status ? (old.lastTransitionTime ?? now) : now;
		return { ...each, lastProbeTime: null, lastTransitionTime };
	});
}

function formatFalse(reason: string, word: string, names: readonly string[]) {
	return { status: 'False', reason, message: `containers with ${word} status: [${names.join(' ')}]` };
}
