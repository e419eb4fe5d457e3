import type { KubeContainerStatus, KubePod } from '../../core/kube-pod.ts';
import { type ContainerRole, listContainers } from '../pod-spec-input.ts';
import { formatContainerStatus, type WaitingReason } from './container-status.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { formatConditions } from './pod-conditions.ts';
import { choosePhase } from './pod-phase.ts';
import type { PodRuntime } from './pod-runtime.ts';
import type { PodSnapshot } from './pod-snapshot.ts';

export type PodStatus = NonNullable<KubePod['status']>;

type Parts = {
	pod: KubeletPod;
	snapshot: PodSnapshot;
	before: PodStatus;
	reasons: ReadonlyMap<string, WaitingReason>;
	runtime: Pick<PodRuntime, 'nameStatus'>;
	nodeIp: string;
	/** RFC 3339. */
	now: string;
};

/** The status that the kubelet writes at the beginning of each sync. */
export function formatPodStatus({ pod, snapshot, before, reasons, runtime, nodeIp, now }: Parts): PodStatus {
	const old = new Map(
		[before.initContainerStatuses, before.containerStatuses, before.ephemeralContainerStatuses]
			.flatMap((statuses) => statuses ?? [])
			.map((status) => [status.name, status]),
	);
	const statuses = new Map<string, KubeContainerStatus>();
	for (const container of pod.containers) {
		statuses.set(container.name, formatContainerStatus(container, { pod, snapshot, before: old, reasons, runtime }));
	}
	const find = (name: string) => statuses.get(name);
	const of = (...roles: ContainerRole[]) =>
		listContainers(pod.input)
			.filter((each) => roles.includes(each.role))
			.flatMap((each) => find(each.name) ?? []);
	const phase = choosePhase(pod, find);
	const newest = snapshot.sandboxes[0];
	const podIP = pod.input.hostNetwork ? nodeIp : ((newest?.running ? newest.ip : undefined) ?? before.podIP);
	const init = of('init', 'sidecar');
	const ephemeral = of('ephemeral');
	return {
		conditions: formatConditions(pod, phase, find, before.conditions ?? [], now),
		// The kubelet sorts these by name, the init containers by the spec.
		containerStatuses: of('app').sort((a, b) => (a.name < b.name ? -1 : 1)),
		...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
		hostIP: nodeIp,
		...(init.length === 0 ? {} : { initContainerStatuses: init }),
		phase,
		...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
		...({ qosClass: pod.input.qosClass ?? 'BestEffort' } as object),
		startTime: pod.startTime,
	};
}
