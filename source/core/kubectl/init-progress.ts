import type { KubeContainerStatus, KubePod } from '../kube-pod.ts';
import { formatTerminated } from './state-reason.ts';

/** How far a pod's init containers have come. */
export type InitProgress = {
	/** `Init:1/3`, `Init:Error` …; absent when no init container holds the others up. */
	reason?: string;
	/** Statuses up to and including the one that holds the others up: those after it do not count for anything. */
	reached: readonly KubeContainerStatus[];
	/** The sidecars (init containers with restartPolicy Always) among them. */
	sidecars: readonly KubeContainerStatus[];
	/** Sidecars that count in READY. */
	readySidecars: number;
};

/** Follows the init containers in their order, as the kubelet runs them. */
export function selectInitProgress(pod: KubePod): InitProgress {
	const specs = pod.spec.initContainers ?? [];
	const sidecarNames = new Set(specs.filter((spec) => spec.restartPolicy === 'Always').map((spec) => spec.name));
	const statuses = pod.status?.initContainerStatuses ?? [];
	const isDone = (status: KubeContainerStatus) => status.state?.terminated?.exitCode === 0;
	// A started sidecar lets the next container start, whatever has become of it since
	const isStartedSidecar = (status: KubeContainerStatus) => sidecarNames.has(status.name) && status.started === true;

	const blocker = statuses.findIndex((status) => !isDone(status) && !isStartedSidecar(status));
	const reached = blocker === -1 ? statuses : statuses.slice(0, blocker + 1);
	const blocking = statuses[blocker];
	return {
		...(blocking && { reason: formatBlocking(blocking, blocker, specs.length) }),
		reached,
		sidecars: reached.filter((status) => sidecarNames.has(status.name)),
		readySidecars: reached.filter((status) => !isDone(status) && isStartedSidecar(status) && status.ready === true)
			.length,
	};
}

/** @param index of the blocking container among the statuses, which is how many are through. */
function formatBlocking({ state }: KubeContainerStatus, index: number, total: number): string {
	if (state?.terminated) {
		return `Init:${formatTerminated(state.terminated)}`;
	}
	const waiting = state?.waiting?.reason;
	// PodInitializing is what every container says that simply waits for its turn
	return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}
