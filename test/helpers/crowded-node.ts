import type { KubePod } from '../../source/core/kube-pod.ts';
import type { Observation, ObservationOf } from '../../source/core/observation.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import type { TimelineEvent } from '../../source/core/timeline-event.ts';

/** When the crowded node was first looked at, milliseconds. */
export const crowdedAt = 1_795_000_000_000;
const created = crowdedAt - 3_600_000;
const hostNamespaces = { net: 1, ipc: 2, uts: 3, pid: 4, mnt: 5, user: 6, cgroup: 7 };
/** A pod's containers; the pause is the first. */
const names: readonly string[] = ['POD', 'web', 'cache', 'agent'];

export function crowdedUid(pod: number): string {
	return `${(pod + 1).toString(16).padStart(8, '0')}-1111-4222-8333-444455556666`;
}

/** 64 hex digits that differ everywhere, as real ones do. */
export function crowdedId(pod: number, name: string, attempt = 0): string {
	let seed = pod * 4 + names.indexOf(name) + attempt * 1_000_003 + 1;
	let id = '';
	while (id.length < 64) {
		seed = Math.imul(seed ^ (seed >>> 15), 0x85ebca6b) + 0x9e3779b9;
		id += ((seed ^ (seed >>> 13)) >>> 0).toString(16).padStart(8, '0');
	}
	return id;
}

/** One container as Docker lists it, with labels as dockershim writes them. */
export function crowdedRecord(
	pod: number,
	name: string,
	{ attempt = 0, ...more }: Partial<RuntimeRecord> & { attempt?: number } = {},
): RuntimeRecord {
	const [uid, podName, kubeNamespace] = [crowdedUid(pod), `web-${pod}`, `team-${pod % 20}`];
	const own = {
		'io.kubernetes.sandbox.id': crowdedId(pod, 'POD'),
		'io.kubernetes.container.logpath': `/var/log/pods/${kubeNamespace}_${podName}_${uid}/${name}/${attempt}.log`,
		'annotation.io.kubernetes.container.hash': (pod * 7919).toString(16),
		'annotation.io.kubernetes.container.restartCount': String(attempt),
		'annotation.io.kubernetes.container.terminationMessagePath': '/dev/termination-log',
		'annotation.io.kubernetes.container.terminationMessagePolicy': 'File',
		'annotation.io.kubernetes.pod.terminationGracePeriod': '30',
	};
	return {
		id: crowdedId(pod, name, attempt),
		runtime: 'docker',
		name: `k8s_${name}_${podName}_${kubeNamespace}_${uid}_${attempt}`,
		labels: {
			'io.kubernetes.docker.type': name === 'POD' ? 'podsandbox' : 'container',
			'io.kubernetes.pod.name': podName,
			'io.kubernetes.pod.namespace': kubeNamespace,
			'io.kubernetes.pod.uid': uid,
			'io.kubernetes.container.name': name,
			...(name === 'POD' ? { app: podName } : own),
		},
		state: 'running',
		image: name === 'POD' ? 'registry.k8s.io/pause:3.9' : `example.org/${name}:1.27`,
		createdAt: created + attempt * 60_000,
		startedAt: created + attempt * 60_000 + 500,
		...more,
	};
}

/** A container's first process: net and ipc are its pause's, the rest but user and cgroup its own. */
export function crowdedProcess(pod: number, name: string, attempt = 0): ContainerProcess {
	const pid = 1_000 + pod * 8 + names.indexOf(name) + attempt * 100_000;
	const inode = 4_026_540_000 + pod * 64 + names.indexOf(name) * 8 + attempt * 4_000_000;
	const pause = 4_026_540_000 + pod * 64;
	return {
		containerId: crowdedId(pod, name, attempt),
		podUid: crowdedUid(pod),
		pid,
		startTicks: 360_000 + pid,
		startedAt: created + 500,
		nsPids: [1],
		command: name === 'POD' ? 'pause' : name,
		processCount: 1,
		linuxNamespaces: {
			...hostNamespaces,
			net: pause,
			ipc: pause + 1,
			uts: inode + 2,
			pid: inode + 3,
			mnt: inode + 4,
		},
	};
}

export function crowdedPod(pod: number, version = 1, restarts = 0): KubePod {
	const started = new Date(created).toISOString().replace(/\.\d+/, '');
	const statuses = names.slice(1).map((name) => ({
		name,
		containerID: `docker://${crowdedId(pod, name, name === 'web' ? restarts : 0)}`,
		image: `example.org/${name}:1.27`,
		ready: true,
		started: true,
		restartCount: name === 'web' ? restarts : 0,
		state: { running: { startedAt: started } },
	}));
	const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
		type,
		status: 'True',
		lastTransitionTime: started,
	}));
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: `web-${pod}`,
			namespace: `team-${pod % 20}`,
			uid: crowdedUid(pod),
			creationTimestamp: started,
			resourceVersion: String(version),
			labels: { app: `web-${pod}` },
		},
		spec: {
			nodeName: 'worker-1',
			restartPolicy: 'Always',
			containers: names.slice(1).map((name) => ({ name, image: `example.org/${name}:1.27` })),
		},
		status: { phase: 'Running', podIP: `10.${pod >> 8}.${pod & 255}.7`, conditions, containerStatuses: statuses },
	};
}

/** An event of Docker's about one container. */
export function crowdedEvent(pod: number, name: string, type: string, at: number): TimelineEvent {
	const id = crowdedId(pod, name);
	return {
		key: `docker:${at}:${id}:${type}`,
		at,
		source: 'docker',
		type,
		kubeNamespace: `team-${pod % 20}`,
		pod: `web-${pod}`,
		podUid: crowdedUid(pod),
		...(name === 'POD' ? { role: 'sandbox' } : { role: 'container', container: name }),
		sandboxId: crowdedId(pod, 'POD'),
		id,
		...(type === 'die' && { exitCode: 1 }),
	};
}

/** All that is there, as the first look at a node of so many pods with a pause and three containers each finds it. */
export function crowdedListings(pods: number, at = crowdedAt): readonly Observation[] {
	const numbers = Array.from({ length: pods }, (_, pod) => pod);
	const processes: ObservationOf<'process-listing'> = {
		at,
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: hostNamespaces },
		processes: numbers.flatMap((pod) => names.map((name) => crowdedProcess(pod, name))),
	};
	return [
		{
			at,
			source: 'docker',
			kind: 'runtime-listing',
			records: numbers.flatMap((pod) => names.map((name) => crowdedRecord(pod, name))),
		},
		{ at, source: 'kube', kind: 'pod-listing', pods: numbers.map((pod) => crowdedPod(pod)) },
		processes,
	];
}
