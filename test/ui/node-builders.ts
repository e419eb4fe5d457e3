import type { KubeContainerStatus, KubePod } from '../../source/core/kube-pod.ts';
import type { LinuxNamespaces } from '../../source/core/linux-namespace.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';

/** The moment that all built nodes are of. */
export const now = Date.UTC(2026, 4, 1, 12, 4, 45);

export const second = 1000;
export const minute = 60 * second;

/** The host's namespaces. */
export const hostNamespaces: LinuxNamespaces = {
	net: 4026531992,
	ipc: 4026531839,
	uts: 4026531838,
	pid: 4026531836,
	mnt: 4026531840,
	user: 4026531837,
	cgroup: 4026531835,
	time: 4026531834,
};

const rfc3339 = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** A container of a built pod. Times are milliseconds before `now`. */
export type ContainerSpec = {
	name: string;
	kind?: 'init' | 'app';
	attempt?: number;
	/** `waiting`: only the API knows it. */
	state?: 'running' | 'exited' | 'waiting';
	reason?: string;
	exitCode?: number;
	startedAgo?: number;
	finishedAgo?: number;
	port?: number;
	/** Whose namespaces it has where not `own`. */
	uses?: Partial<Record<keyof LinuxNamespaces, 'pause' | 'host' | number>>;
	/** An earlier attempt, which the API does not speak of. */
	former?: boolean;
};

export type PodSpec = {
	name: string;
	kubeNamespace?: string;
	/** Gives ids, inodes and pids: no two pods share one. */
	seed: number;
	phase?: string;
	ageAgo?: number;
	ip?: string;
	hostNetwork?: boolean;
	deleting?: boolean;
	sandboxes?: {
		attempt: number;
		state?: 'running' | 'exited';
		startedAgo?: number;
		finishedAgo?: number;
		exitCode?: number;
	}[];
	containers: ContainerSpec[];
	/** Restart counts of the API, by container; its attempt otherwise. */
	image?: string;
};

export type BuiltPod = { pod: KubePod; records: RuntimeRecord[]; processes: ContainerProcess[] };

/** A 64-hex id that is different for every pod, container and attempt, and always the same. */
export function idOf(seed: number, index: number, attempt: number): string {
	const head = ((seed * 7919 + index * 104_729 + attempt * 1_299_709 + 0x2d_5f_11) * 2_654_435_761) % 2 ** 48;
	return head
		.toString(16)
		.padStart(12, '0')
		.padEnd(64, `${seed % 10}${index}${attempt}a`);
}

/** A pod as the API server, Docker and /proc would each tell of it. */
export function buildPod(spec: PodSpec): BuiltPod {
	const uid = `00000000-0000-4000-8000-${String(spec.seed).padStart(12, '0')}`;
	const sandboxes = (spec.sandboxes ?? [{ attempt: 0 }]).map((sandbox) => buildSandbox(spec, uid, sandbox));
	const [pause] = sandboxes;
	const built = spec.containers.map((container, index) => buildContainer(spec, uid, container, index + 1, pause));
	return {
		pod: buildKubePod(spec, uid),
		records: [...sandboxes, ...built].flatMap(({ record }) => record ?? []),
		processes: [...sandboxes, ...built].flatMap(({ process }) => process ?? []),
	};
}

type Built = { record?: RuntimeRecord; process?: ContainerProcess };

function podLabels(spec: PodSpec, uid: string): Record<string, string> {
	return {
		'io.kubernetes.pod.name': spec.name,
		'io.kubernetes.pod.namespace': spec.kubeNamespace ?? 'default',
		'io.kubernetes.pod.uid': uid,
	};
}

function buildSandbox(spec: PodSpec, uid: string, sandbox: NonNullable<PodSpec['sandboxes']>[number]): Built {
	const { attempt, state = 'running', startedAgo = spec.ageAgo ?? 27 * minute, finishedAgo, exitCode } = sandbox;
	const id = idOf(spec.seed, 0, attempt);
	const record: RuntimeRecord = {
		id,
		runtime: 'docker',
		name: `k8s_POD_${spec.name}_${spec.kubeNamespace ?? 'default'}_${uid}_${attempt}`,
		labels: {
			...podLabels(spec, uid),
			'io.kubernetes.docker.type': 'podsandbox',
			'io.kubernetes.container.name': 'POD',
		},
		state,
		image: 'registry.k8s.io/pause:3.2',
		createdAt: now - startedAgo,
		startedAt: now - startedAgo,
		finishedAt: finishedAgo === undefined ? undefined : now - finishedAgo,
		exitCode,
	};
	if (state !== 'running') return { record };
	const first = 4_026_532_000 + spec.seed * 100;
	const own = { net: first + 9, ipc: first + 7, uts: first + 6, pid: first + 8, mnt: first + 5 };
	const hosts = spec.hostNetwork ? { net: hostNamespaces.net, uts: hostNamespaces.uts } : {};
	return { record, process: buildProcess(spec, id, 0, { ...hostNamespaces, ...own, ...hosts }) };
}

function buildContainer(
	spec: PodSpec,
	uid: string,
	container: ContainerSpec,
	index: number,
	pause: Built | undefined,
): Built {
	const { name, attempt = 0, state = 'running' } = container;
	if (state === 'waiting') return {};
	const id = idOf(spec.seed, index, attempt);
	const startedAt = now - (container.startedAgo ?? spec.ageAgo ?? 27 * minute);
	const record: RuntimeRecord = {
		id,
		runtime: 'docker',
		name: `k8s_${name}_${spec.name}_${spec.kubeNamespace ?? 'default'}_${uid}_${attempt}`,
		labels: {
			...podLabels(spec, uid),
			'io.kubernetes.docker.type': 'container',
			'io.kubernetes.container.name': name,
			'io.kubernetes.sandbox.id': pause?.record?.id ?? '',
		},
		state,
		image: spec.image ?? `docker.io/library/${name}:1`,
		createdAt: startedAt,
		startedAt,
		finishedAt: container.finishedAgo === undefined ? undefined : now - container.finishedAgo,
		exitCode: container.exitCode,
	};
	if (state !== 'running') return { record };
	return { record, process: buildProcess(spec, id, index, containerNamespaces(spec, container, index, pause)) };
}

function containerNamespaces(
	spec: PodSpec,
	{ uses }: ContainerSpec,
	index: number,
	pause: Built | undefined,
): LinuxNamespaces {
	const first = 4_026_532_000 + spec.seed * 100 + index * 10;
	const own = { uts: first + 4, pid: first + 5, mnt: first + 3 };
	const shared = { net: pause?.process?.linuxNamespaces.net, ipc: pause?.process?.linuxNamespaces.ipc };
	const named = Object.entries(uses ?? {}).map(([kind, use]) => [
		kind,
		use === 'pause'
			? pause?.process?.linuxNamespaces[kind as 'net']
			: use === 'host'
				? hostNamespaces[kind as 'net']
				: use,
	]);
	return { ...hostNamespaces, ...own, ...shared, ...Object.fromEntries(named) };
}

function buildProcess(
	spec: PodSpec,
	containerId: string,
	index: number,
	linuxNamespaces: LinuxNamespaces,
): ContainerProcess {
	const pid = 20_000 + spec.seed * 100 + index * 7;
	return { containerId, pid, startTicks: pid * 10, processCount: 1, linuxNamespaces };
}

function buildKubePod(spec: PodSpec, uid: string): KubePod {
	const current = spec.containers.filter(({ former }) => !former);
	const isInit = ({ kind }: ContainerSpec) => kind === 'init';
	const declare = ({ name, port }: ContainerSpec) => ({ name, ports: port ? [{ containerPort: port }] : undefined });
	const statuses = (containers: ContainerSpec[]) => containers.map((container) => buildStatus(spec, container));
	const isReady = current.every(({ state = 'running', kind }) => kind === 'init' || state === 'running');
	return {
		metadata: {
			name: spec.name,
			namespace: spec.kubeNamespace ?? 'default',
			uid,
			creationTimestamp: rfc3339(now - (spec.ageAgo ?? 27 * minute)),
			...(spec.deleting ? { deletionTimestamp: rfc3339(now), deletionGracePeriodSeconds: 30 } : {}),
		},
		spec: {
			nodeName: 'worker-2',
			hostNetwork: spec.hostNetwork,
			containers: current.filter((container) => !isInit(container)).map(declare),
			initContainers: current.filter(isInit).map(declare),
		},
		status: {
			phase: spec.phase ?? 'Running',
			podIP: spec.ip,
			conditions: [
				{ type: 'Initialized', status: 'True' },
				{ type: 'Ready', status: isReady ? 'True' : 'False' },
			],
			containerStatuses: statuses(current.filter((container) => !isInit(container))),
			initContainerStatuses: statuses(current.filter(isInit)),
		},
	};
}

function buildStatus(spec: PodSpec, container: ContainerSpec): KubeContainerStatus {
	const { name, attempt = 0, state = 'running', reason, exitCode = 0 } = container;
	const index = spec.containers.indexOf(container) + 1;
	const finishedAt = container.finishedAgo === undefined ? undefined : rfc3339(now - container.finishedAgo);
	const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', finishedAt };
	const startedAt = rfc3339(now - (container.startedAgo ?? spec.ageAgo ?? 27 * minute));
	const lastEnd = { ...terminated, finishedAt: finishedAt ?? startedAt };
	return {
		name,
		containerID: state === 'waiting' ? undefined : `docker://${idOf(spec.seed, index, attempt)}`,
		ready: state === 'running',
		restartCount: attempt,
		state:
			state === 'running'
				? { running: { startedAt } }
				: reason && state === 'waiting'
					? { waiting: { reason } }
					: stateOfEnd(),
		lastState: attempt > 0 ? { terminated: lastEnd } : undefined,
	};

	function stateOfEnd() {
		return reason && reason !== 'Completed' ? { waiting: { reason } } : { terminated };
	}
}
