import { findStatus } from '../action/collect-runs.ts';
import { isBeingDeleted } from '../action/pod-traits.ts';
import type { KubePod } from '../kube-pod.ts';
import type { PodView, SandboxView } from '../node-view.ts';

/** Whether the API server wants the pod to be up here: it knows it, does not delete it, and it is not through. */
export function isWanted(pod: PodView): boolean {
	return pod.api !== undefined && !isBeingDeleted(pod) && !isThrough(pod);
}

/** Whether it has ended for good, by its phase. */
export function isThrough({ phase }: PodView): boolean {
	return phase === 'Succeeded' || phase === 'Failed';
}

/**
 * Whether the kubelet makes a new sandbox when the newest is dead: not for a pod that is never restarted, and of one that is restarted
 * only on failure not once its containers have succeeded (kuberuntime_manager.go, computePodActions).
 */
export function getsNewSandbox(pod: PodView): boolean {
	if (!isWanted(pod)) return false;
	const policy = pod.api?.spec.restartPolicy;
	if (policy === undefined || policy === 'Never') return false;
	return policy === 'Always' || hasFailedApp(pod, pod.api);
}

function hasFailedApp({ containers }: PodView, api: KubePod | undefined): boolean {
	return containers.some(({ name, kind, current, exitCode }) => {
		if (kind !== 'app' || !current) return false;
		const code = exitCode ?? (api && findStatus(api, name)?.state?.terminated?.exitCode);
		return code !== undefined && code !== 0;
	});
}

/** Whether it has surely ended: one that is being made or removed, or of which nothing is known, has not. */
export function isDeadSandbox({ state }: Pick<SandboxView, 'state'>): boolean {
	return state === 'exited' || state === 'dead' || state === 'notready';
}
