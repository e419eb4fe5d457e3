import type { KubeContainerStatus } from '../../core/kube-pod.ts';
import type { KubeletPod } from './kubelet-pod.ts';

/** A pod's phase from its containers' statuses (kubelet_pods.go getPhase). */
export function choosePhase(pod: KubeletPod, find: (name: string) => KubeContainerStatus | undefined): string {
	const policy = pod.input.restartPolicy ?? 'Always';
	const init = pod.containers.filter((each) => each.role === 'init' || each.role === 'sidecar');
	const pending = init.filter((each) => isPending(find(each.name), each.role === 'sidecar')).length;
	const failed = init.filter((each) => {
		const code = (find(each.name)?.state?.terminated ?? find(each.name)?.lastState?.terminated)?.exitCode;
		return each.role === 'init' && code !== undefined && code !== 0;
	}).length;
	const apps = pod.containers.filter((each) => each.role === 'app').map((each) => find(each.name));
	const running = apps.filter((each) => each?.state?.running !== undefined).length;
	const ended = apps.map((each) => each?.state?.terminated ?? (each?.state?.waiting && each.lastState?.terminated));
	const stopped = ended.filter((each) => each !== undefined).length;
	if (failed > 0 && policy === 'Never') return 'Failed';
	if (pending > 0 || failed > 0 || running + stopped < apps.length) return 'Pending';
	if (running > 0 || policy === 'Always') return 'Running';
	if (ended.every((each) => each?.exitCode === 0)) return 'Succeeded';
	return policy === 'Never' ? 'Failed' : 'Running';
}

function isPending(status: KubeContainerStatus | undefined, isSidecar: boolean): boolean {
	if (isSidecar) return status?.started !== true && status?.state?.terminated === undefined;
	return status?.state?.terminated === undefined && status?.lastState?.terminated === undefined;
}
