import { createHash } from 'node:crypto';
import type { ContainerModes, ContainerRequest, Mount } from '../docker/container.ts';
import { imageCommand, imageId, pauseImage } from '../image.ts';
import type { RoledContainer } from '../pod-spec-input.ts';
import { podCgroup } from '../proc/cgroup-path.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { KubeletPod } from './kubelet-pod.ts';

type Place = { nodeName: string; cgroup: CgroupStyle };

/** What the kubelet asks Docker to create as a pod's sandbox. */
export function formatSandboxRequest(pod: KubeletPod, attempt: number, place: Place): ContainerRequest {
	const { input } = pod;
	return {
		...formatCommon(pod, 'POD', attempt, place),
		image: pauseImage,
		imageId: imageId(pauseImage),
		command: imageCommand(pauseImage),
		labels: {
			...prefixAnnotations({
				'kubernetes.io/config.seen': pod.startTime,
				'kubernetes.io/config.source': 'api',
				...pod.annotations,
			}),
			...input.labels,
			...podLabels(pod, 'POD', 'podsandbox'),
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

/** What the kubelet asks Docker to create as a container. @param targetId of the container an ephemeral one looks into */
export function formatContainerRequest(
	pod: KubeletPod,
	container: RoledContainer,
	incarnation: { attempt: number; sandboxId: string; targetId?: string },
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
		labels: formatContainerLabels(pod, container, attempt, sandboxId),
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
		cgroupParent: podCgroup(pod.uid, pod.input.qosClass ?? 'BestEffort', cgroup),
	};
}

function chooseModes(
	pod: KubeletPod,
	container: RoledContainer,
	{ sandboxId, targetId }: { sandboxId: string; targetId?: string },
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

function formatContainerLabels(pod: KubeletPod, container: RoledContainer, attempt: number, sandboxId: string) {
	const ports = (container.ports ?? []).map((containerPort) => ({ containerPort, protocol: 'TCP' }));
	const hash = createHash('md5').update(JSON.stringify(container)).digest('hex').slice(0, 8);
	return {
		...prefixAnnotations({
			'io.kubernetes.container.hash': hash,
			...(ports.length === 0 ? {} : { 'io.kubernetes.container.ports': JSON.stringify(ports) }),
			'io.kubernetes.container.restartCount': String(attempt),
			'io.kubernetes.container.terminationMessagePath': '/dev/termination-log',
			'io.kubernetes.container.terminationMessagePolicy': 'File',
			'io.kubernetes.pod.terminationGracePeriod': String(pod.input.terminationGracePeriodSeconds ?? 30),
		}),
		'io.kubernetes.container.logpath': `${logDirectory(pod, container.name)}/${attempt}.log`,
		...podLabels(pod, container.name, 'container'),
		'io.kubernetes.sandbox.id': sandboxId,
	};
}

function logDirectory(pod: KubeletPod, container: string): string {
	return `/var/log/pods/${pod.kubeNamespace}_${pod.name}_${pod.uid}/${container}`;
}

function podLabels(pod: KubeletPod, container: string, type: 'podsandbox' | 'container') {
	return {
		'io.kubernetes.container.name': container,
		'io.kubernetes.docker.type': type,
		'io.kubernetes.pod.name': pod.name,
		'io.kubernetes.pod.namespace': pod.kubeNamespace,
		'io.kubernetes.pod.uid': pod.uid,
	};
}

/** dockershim and cri-dockerd keep CRI annotations as labels with a prefix. */
function prefixAnnotations(annotations: Readonly<Record<string, string>>): Record<string, string> {
	const entries = Object.entries(annotations).filter(([name]) => name !== 'kubernetes.io/config.mirror');
	return Object.fromEntries(entries.map(([name, value]) => [`annotation.${name}`, value]));
}

function formatEnv(container: RoledContainer): string[] {
	return [
		...Object.entries(container.env ?? {}).map(([name, value]) => `${name}=${value}`),
		'KUBERNETES_SERVICE_HOST=10.96.0.1',
		'KUBERNETES_SERVICE_PORT=443',
		'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
	];
}

function formatMounts(pod: KubeletPod, container: RoledContainer): Mount[] {
	const home = `/var/lib/kubelet/pods/${pod.uid}`;
	return [
		{
			source: `${home}/volumes/kubernetes.io~projected/kube-api-access-x7k2p`,
			destination: '/var/run/secrets/kubernetes.io/serviceaccount',
			readOnly: true,
		},
		{ source: `${home}/etc-hosts`, destination: '/etc/hosts', readOnly: false },
		{ source: `${home}/containers/${container.name}/log`, destination: '/dev/termination-log', readOnly: false },
	];
}
