import { imageCommand } from '../image.ts';
import type { KubeletPod } from '../kubelet/kubelet-pod.ts';
import {
	formatContainerAnnotations,
	formatEnv,
	formatLogDirectory,
	formatMounts,
	formatPodLabels,
	formatSandboxAnnotations,
} from '../kubelet/pod-config.ts';
import type { Incarnation } from '../kubelet/pod-runtime.ts';
import { chooseQosClass, type RoledContainer } from '../pod-spec-input.ts';
import { podCgroup } from '../proc/cgroup-path.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import { type CriProfile, chooseHandler } from './cri-profile.ts';
import type { ContainerConfig, SandboxConfig } from './cri-record.ts';

type Place = { nodeName: string; cgroup: CgroupStyle; profile: CriProfile };

/** What the kubelet asks a CRI runtime for as a pod's sandbox. */
export function formatSandboxConfig(pod: KubeletPod, attempt: number, place: Place): SandboxConfig {
	const { input, name, uid, kubeNamespace } = pod;
	const pid = input.hostPID ? 'NODE' : input.shareProcessNamespace ? 'POD' : 'CONTAINER';
	const handler = chooseHandler(input.runtimeClassName);
	return {
		pod: { name, uid, kubeNamespace },
		attempt,
		labels: { ...input.labels, ...formatPodLabels(pod) },
		annotations: formatSandboxAnnotations(pod),
		hostname: input.hostNetwork ? place.nodeName : name,
		logDirectory: formatLogDirectory(pod),
		cgroupParent: podCgroup(uid, chooseQosClass(input), place.cgroup),
		ports: pod.containers.flatMap((each) => each.ports ?? []),
		modes: {
			network: input.hostNetwork ? 'NODE' : 'POD',
			ipc: input.hostIPC ? 'NODE' : 'POD',
			pid,
			user: input.hostUsers === false && place.profile.hasUserNamespaces ? 'POD' : 'NODE',
		},
		handler,
	};
}

/** What the kubelet asks a CRI runtime for as a container. */
export function formatContainerConfig(
	pod: KubeletPod,
	container: RoledContainer,
	{ attempt, sandboxId, targetId }: Incarnation,
): ContainerConfig {
	const image = container.image ?? 'busybox';
	return {
		sandboxId,
		name: container.name,
		attempt,
		image,
		command: container.command ?? imageCommand(image),
		labels: { 'io.kubernetes.container.name': container.name, ...formatPodLabels(pod) },
		annotations: formatContainerAnnotations(pod, container, attempt),
		env: [...formatEnv(container), `HOSTNAME=${pod.name}`],
		mounts: formatMounts(pod, container),
		logPath: `${container.name}/${attempt}.log`,
		pid: choosePid(pod, container, targetId),
		behaviour: container,
	};
}

function choosePid({ input }: KubeletPod, container: RoledContainer, targetId?: string): ContainerConfig['pid'] {
	if (input.hostPID) return { mode: 'NODE' };
	if (input.shareProcessNamespace) return { mode: 'POD' };
	if (container.role === 'ephemeral' && targetId !== undefined) return { mode: 'TARGET', targetId };
	return { mode: 'CONTAINER' };
}
