import { createHash } from 'node:crypto';
import { podUidLabel } from '../pod-label.ts';
import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';

/** A file of the node that the kubelet has mounted into a container. */
export type Mount = { source: string; destination: string; readOnly: boolean };

/** What tells whose a sandbox or container is, with every runtime. */
export function formatPodLabels(pod: KubeletPod): Record<string, string> {
	return {
		'io.kubernetes.pod.name': pod.name,
		'io.kubernetes.pod.namespace': pod.kubeNamespace,
		[podUidLabel]: pod.uid,
	};
}

/** CRI's annotations of a sandbox: the pod's, and where the kubelet has the pod from. */
export function formatSandboxAnnotations(pod: KubeletPod): Record<string, string> {
	const { 'kubernetes.io/config.mirror': _mirror, ...annotations } = pod.annotations;
	return { 'kubernetes.io/config.seen': pod.startTime, 'kubernetes.io/config.source': 'api', ...annotations };
}

/** CRI's annotations of a container. */
export function formatContainerAnnotations(
	pod: KubeletPod,
	container: RoledContainer,
	attempt: number,
): Record<string, string> {
	const ports = (container.ports ?? []).map((containerPort) => ({ containerPort, protocol: 'TCP' }));
	const hash = createHash('md5').update(JSON.stringify(container)).digest('hex').slice(0, 8);
	return {
		'io.kubernetes.container.hash': hash,
		...(ports.length === 0 ? {} : { 'io.kubernetes.container.ports': JSON.stringify(ports) }),
		'io.kubernetes.container.restartCount': String(attempt),
		'io.kubernetes.container.terminationMessagePath': '/dev/termination-log',
		'io.kubernetes.container.terminationMessagePolicy': 'File',
		'io.kubernetes.pod.terminationGracePeriod': String(pod.input.terminationGracePeriodSeconds ?? 30),
	};
}

/** Where a pod's containers log to. */
export function formatLogDirectory(pod: KubeletPod): string {
	return `/var/log/pods/${pod.kubeNamespace}_${pod.name}_${pod.uid}`;
}

/** The container's own variables, then those of the services. */
export function formatEnv(container: RoledContainer): string[] {
	return [
		...Object.entries(container.env ?? {}).map(([name, value]) => `${name}=${value}`),
		'KUBERNETES_SERVICE_HOST=10.96.0.1',
		'KUBERNETES_SERVICE_PORT=443',
		'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
	];
}

export function formatMounts(pod: KubeletPod, container: RoledContainer): Mount[] {
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
