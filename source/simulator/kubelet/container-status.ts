import type { KubeContainerState, KubeContainerStatus } from '../../core/kube-pod.ts';
import { formatKubeTime } from '../kube/kube-object.ts';
import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { findNewest, type PodSnapshot, type SeenContainer } from './pod-snapshot.ts';
import { shouldRestart } from './restart-rules.ts';

/** Why a container could not be started, as its status says it. */
export type WaitingReason = { reason: string; message: string };

type Parts = {
	pod: KubeletPod;
	snapshot: PodSnapshot;
	/** What the kubelet said before, by container name. */
	before: ReadonlyMap<string, KubeContainerStatus>;
	reasons: ReadonlyMap<string, WaitingReason>;
	runtime: Pick<PodRuntime, 'nameStatus'>;
};

/** One container's status (kubelet_pods.go convertToAPIContainerStatuses). */
export function formatContainerStatus(container: RoledContainer, parts: Parts): KubeContainerStatus {
	const { pod, snapshot } = parts;
	const [newest, older] = snapshot.containers.filter((each) => each.name === container.name);
	const status = newest === undefined ? formatUnseen(container, parts) : formatSeen(container, newest, parts);
	if (newest !== undefined && older !== undefined) status.lastState = formatState(container, older, parts);
	const reason = parts.reasons.get(container.name);
	const isDone =
		container.role === 'init' && findNewest(snapshot, container.name)?.exitCode === 0 && newest?.state === 'exited';
	if (reason !== undefined && !isDone && shouldRestart(pod, container, snapshot)) {
		if (status.state?.terminated !== undefined) status.lastState = status.state;
		status.state = { waiting: { message: reason.message, reason: reason.reason } };
		status.ready = false;
	}
	return status;
}

function formatSeen(container: RoledContainer, seen: SeenContainer, parts: Parts): KubeContainerStatus {
	const { containerID, image, imageID } = parts.runtime.nameStatus(seen, container.image ?? 'busybox');
	const running = seen.state === 'running';
	return {
		containerID,
		image,
		imageID,
		lastState: {},
		name: container.name,
		ready:
			container.role === 'init'
				? seen.state === 'exited' && seen.exitCode === 0
				: running && container.role !== 'ephemeral',
		restartCount: seen.attempt,
		started: running && container.role !== 'init',
		state: formatState(container, seen, parts),
	};
}

/** Nothing of it on the node: what was said of its end stays true, anything else is waiting. */
function formatUnseen(container: RoledContainer, { pod, before }: Parts): KubeContainerStatus {
	const old = before.get(container.name);
	if (old?.state?.terminated !== undefined) return { ...old };
	const hasInit = pod.containers.some((each) => each.role === 'init' || each.role === 'sidecar');
	return {
		image: container.image ?? 'busybox',
		imageID: '',
		lastState: old?.lastState ?? {},
		name: container.name,
		ready: false,
		restartCount: old?.restartCount ?? 0,
		started: false,
		state: { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } },
	};
}

function formatState(container: RoledContainer, seen: SeenContainer, { runtime }: Parts): KubeContainerState {
	const startedAt = seen.startedAt === undefined ? null : formatKubeTime(seen.startedAt);
	if (seen.state === 'running') return { running: { startedAt } };
	if (seen.state === 'created') return { waiting: { reason: 'ContainerCreating' } };
	return {
		terminated: {
			containerID: runtime.nameStatus(seen, container.image ?? 'busybox').containerID,
			exitCode: seen.exitCode,
			finishedAt: seen.finishedAt === undefined ? null : formatKubeTime(seen.finishedAt),
			reason: seen.oomKilled ? 'OOMKilled' : seen.exitCode === 0 ? 'Completed' : 'Error',
			startedAt,
		},
	};
}
