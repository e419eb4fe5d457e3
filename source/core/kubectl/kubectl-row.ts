import type { KubePod } from '../kube-pod.ts';
import { type InitProgress, selectInitProgress } from './init-progress.ts';
import { parseKubeTime } from './parse-kube-time.ts';
import { formatReadinessGates, isConditionTrue } from './pod-condition.ts';
import { countRestarts, type Restarts } from './restarts.ts';
import { selectStateReason } from './state-reason.ts';

/** One line of `kubectl get pod -o wide`. What kubectl prints as `<none>` or `<unknown>` is absent here. */
export type KubectlRow = Restarts & {
	/** READY: `2/3`. */
	ready: string;
	readyCount: number;
	readyTotal: number;
	/** STATUS; empty when the pod has neither phase nor reason. */
	status: string;
	/** For AGE, milliseconds since the epoch. */
	createdAt?: number;
	ip?: string;
	nodeName?: string;
	nominatedNode?: string;
	/** `1/2`. */
	readinessGates?: string;
	phase?: string;
};

/**
 * kubectl's columns of a pod, by the rules of the API server's table printer (pkg/printers/internalversion/printers.go,
 * printPod) as of Kubernetes 1.32. Older servers differ in this: no "(5m ago)" before 1.22, sidecars do not count before
 * 1.28, a deleted pod that is already Succeeded or Failed is Terminating before 1.32 (kubernetes#122038).
 */
export function readKubectlRow(pod: KubePod): KubectlRow {
	const { spec, status } = pod;
	const init = selectInitProgress(pod);
	// Initialized stays True when a sidecar dies later: its Init:… reason remains, but the apps count again
	const appsCount = init.reason === undefined || isConditionTrue(pod, 'Initialized');
	const readyCount = init.readySidecars + (appsCount ? countReadyApps(pod) : 0);
	const readyTotal =
		spec.containers.length +
		(spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').length;
	return {
		ready: `${readyCount}/${readyTotal}`,
		readyCount,
		readyTotal,
		status: selectStatus(pod, init, appsCount),
		...countRestarts(appsCount ? [...init.sidecars, ...(status?.containerStatuses ?? [])] : init.reached),
		createdAt: parseKubeTime(pod.metadata.creationTimestamp),
		ip: status?.podIPs?.[0]?.ip || status?.podIP || undefined,
		nodeName: spec.nodeName || undefined,
		nominatedNode: status?.nominatedNodeName || undefined,
		readinessGates: formatReadinessGates(pod),
		phase: status?.phase || undefined,
	};
}

/** STATUS: a deletion weighs more than the containers, these more than the init containers, and these more than the pod. */
function selectStatus(pod: KubePod, init: InitProgress, appsCount: boolean): string {
	const phase = pod.status?.phase ?? '';
	if (pod.metadata.deletionTimestamp) {
		// Set together with the deletion by the node controller when the node does not answer
		if (pod.status?.reason === 'NodeLost') {
			return 'Unknown';
		}
		if (phase !== 'Succeeded' && phase !== 'Failed') {
			return 'Terminating';
		}
	}
	const beforeApps = init.reason ?? selectPodReason(pod, phase);
	return appsCount ? selectAppStatus(pod, beforeApps) : beforeApps;
}

function selectPodReason(pod: KubePod, phase: string): string {
	const isGated = pod.status?.conditions?.some(
		(condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
	);
	return isGated ? 'SchedulingGated' : pod.status?.reason || phase;
}

/** The first container in the list that does not run gives its reason. */
function selectAppStatus(pod: KubePod, beforeApps: string): string {
	const reasons = (pod.status?.containerStatuses ?? []).map(({ state }) => selectStateReason(state));
	const reason = reasons.find((each) => each !== undefined) ?? beforeApps;
	// One container is through, another still runs
	if (reason === 'Completed' && countReadyApps(pod) > 0) {
		return isConditionTrue(pod, 'Ready') ? 'Running' : 'NotReady';
	}
	return reason;
}

function countReadyApps(pod: KubePod): number {
	const statuses = pod.status?.containerStatuses ?? [];
	return statuses.filter(({ ready, state }) => ready && state?.running).length;
}
