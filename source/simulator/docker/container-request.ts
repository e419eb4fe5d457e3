import { imageCommand, imageId, pauseImage } from '../image.ts';
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
import type { ContainerModes, ContainerRequest } from './container.ts';

type Place = { nodeName: string; cgroup: CgroupStyle };

/** What cri-dockerd asks Docker to create as a pod's sandbox. */
export function formatSandboxRequest(pod: KubeletPod, attempt: number, place: Place): ContainerRequest {
	const { input } = pod;
	return {
		...formatCommon(pod, 'POD', attempt, place),
		image: pauseImage,
		imageId: imageId(pauseImage),
		command: imageCommand(pauseImage),
		labels: {
			...prefixAnnotations(formatSandboxAnnotations(pod)),
			...input.labels,
			...formatLabels(pod, 'POD', 'podsandbox'),
		},
		env: null,
		mounts: [],
		modes: {
			network: input.hostNetwork ? 'host' : 'none',
			ipc: input.hostIPC ? 'host' : 'shareable',
			pid: input.hostPID ? 'host' : '',
			uts: '',
			cgroupns: cgroupNamespace(place.cgroup),
		},
		behaviour: { termExitCode: 0 },
	};
}

/** What cri-dockerd asks Docker to create as a container. */
export function formatContainerRequest(
	pod: KubeletPod,
	container: RoledContainer,
	incarnation: Incarnation,
	place: Place,
): ContainerRequest {
	const { attempt, sandboxId } = incarnation;
	const image = container.image ?? 'busybox';
	const id = imageId(image);
	return {
		...formatCommon(pod, container.name, attempt, place),
		image: id,
		imageId: id,
		command: container.command ?? imageCommand(image),
		labels: {
			...prefixAnnotations(formatContainerAnnotations(pod, container, attempt)),
			'io.kubernetes.container.logpath': `${formatLogDirectory(pod)}/${container.name}/${attempt}.log`,
			...formatLabels(pod, container.name, 'container'),
			'io.kubernetes.sandbox.id': sandboxId,
		},
		env: formatEnv(container),
		mounts: formatMounts(pod, container),
		modes: chooseModes(pod, container, incarnation, place),
		behaviour: container,
	};
}

function formatCommon(pod: KubeletPod, name: string, attempt: number, { nodeName, cgroup }: Place) {
	return {
		name: ['k8s', name, pod.name, pod.kubeNamespace, pod.uid, attempt].join('_'),
		hostname: pod.input.hostNetwork ? nodeName : pod.name,
		cgroupParent: podCgroup(pod.uid, chooseQosClass(pod.input), cgroup),
	};
}

function chooseModes(
	pod: KubeletPod,
	container: RoledContainer,
	{ sandboxId, targetId }: Incarnation,
	{ cgroup }: Place,
): ContainerModes {
	const shared = `container:${sandboxId}`;
	const target = container.role === 'ephemeral' && targetId !== undefined ? `container:${targetId}` : '';
	return {
		network: shared,
		ipc: shared,
		pid: pod.input.hostPID ? 'host' : pod.input.shareProcessNamespace ? shared : target,
		uts: pod.input.hostNetwork ? 'host' : '',
		cgroupns: cgroupNamespace(cgroup),
	};
}

/** Docker's default: private where the node has cgroup v2 (dockerd 20.10). */
function cgroupNamespace(style: CgroupStyle): 'host' | 'private' {
	return style === 'v2-systemd' ? 'private' : 'host';
}

function formatLabels(pod: KubeletPod, container: string, type: 'podsandbox' | 'container') {
	return {
		'io.kubernetes.container.name': container,
		'io.kubernetes.docker.type': type,
		...formatPodLabels(pod),
	};
}

/** dockershim and cri-dockerd keep CRI annotations as labels with a prefix. */
function prefixAnnotations(annotations: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`annotation.${name}`, value]));
}
