import { type DockerInspect, parseKubeletName } from './docker-truth.ts';
import type { ContainerEntry, PodEntry, SandboxEntry } from './document.ts';
import { describeIncarnation, newestFirst, type Seen, toMilliseconds } from './incarnation-truth.ts';
import type { KubectlContainerStatus, KubectlPod, KubectlRow } from './kubectl-truth.ts';

/** Who a container of Docker's listing belongs to: its labels say so, or else the kubelet's name for it. */
export type Coordinates = { kubeNamespace: string; name: string; uid: string; container: string; attempt?: number };

export function findCoordinates({ inspect }: Seen): Coordinates | undefined {
	const labels = inspect.Config.Labels ?? {};
	const named = parseKubeletName(inspect.Name);
	const uid = labels['io.kubernetes.pod.uid'] ?? named?.uid;
	if (uid === undefined) return undefined;
	const isSandbox = labels['io.kubernetes.docker.type'] === 'podsandbox';
	return {
		uid,
		kubeNamespace: labels['io.kubernetes.pod.namespace'] ?? named?.kubeNamespace ?? '',
		name: labels['io.kubernetes.pod.name'] ?? named?.pod ?? '',
		container: isSandbox ? 'POD' : (labels['io.kubernetes.container.name'] ?? named?.container ?? ''),
		attempt: named?.attempt,
	};
}

/** All that is known about one pod when its entry is written. */
export type PodFacts = {
	coordinates: { kubeNamespace: string; name: string; uid: string };
	api?: KubectlPod;
	row?: KubectlRow;
	/** What Docker has of this pod, sandboxes and containers. */
	seen: Seen[];
	/** Everything on the node, to find whose namespaces are shared. */
	everything: Seen[];
	host: Record<string, number>;
};

export function describePod(facts: PodFacts): PodEntry {
	const sandboxes = newestFirst(facts.seen.filter((seen) => findCoordinates(seen)?.container === 'POD')).map(
		(seen, index): SandboxEntry => ({
			...describeIncarnation(seen, findCoordinates(seen)?.attempt, index === 0),
			linuxNamespaces: seen.namespaces,
		}),
	);
	return {
		...facts.coordinates,
		matched: facts.api === undefined ? 'runtime' : facts.seen.length > 0 ? 'api+runtime' : 'api',
		...describeStatus(facts, sandboxes[0]),
		sandboxes,
		containers: describeContainers(facts),
	};
}

/** The status columns: kubectl's table and JSON, or for a pod that only Docker knows what its newest sandbox does. */
function describeStatus(
	{ api, row }: PodFacts,
	sandbox: SandboxEntry | undefined,
): Omit<Partial<PodEntry>, 'status'> & { status: string } {
	if (api === undefined || row === undefined) {
		if (sandbox === undefined) return { status: 'Unknown' };
		return { status: sandbox.state === 'running' ? 'Ready' : 'NotReady' };
	}
	return {
		phase: api.status.phase,
		ready: row.ready,
		status: row.status,
		restarts: row.restarts,
		lastRestartAt: findLastRestart(api),
		createdAt: toMilliseconds(api.metadata.creationTimestamp),
		ip: row.ip === '<none>' ? undefined : row.ip,
		hostNetwork: api.spec.hostNetwork === true ? true : undefined,
	};
}

/** kubectl counts the init containers' restarts until the pod is initialized, afterwards those of sidecars and apps. */
function findLastRestart({ spec, status }: KubectlPod): string | undefined {
	const initialized = status.conditions?.some(({ type, status }) => type === 'Initialized' && status === 'True');
	const sidecars = new Set(spec.initContainers?.filter(isSidecar).map(({ name }) => name));
	const init = status.initContainerStatuses ?? [];
	const counted = initialized
		? [...init.filter(({ name }) => sidecars.has(name)), ...(status.containerStatuses ?? [])]
		: init;
	return counted
		.map(({ lastState }) => toMilliseconds(lastState?.terminated?.finishedAt))
		.filter((time) => time !== undefined)
		.sort()
		.at(-1);
}

function isSidecar({ restartPolicy }: { restartPolicy?: string }): boolean {
	return restartPolicy === 'Always';
}

type Expected = { name: string; kind: ContainerEntry['kind'] };

function listExpected(api: KubectlPod | undefined): Expected[] {
	if (api === undefined) return [];
	const { initContainers = [], containers, ephemeralContainers = [] } = api.spec;
	return [
		...initContainers.map(
			(container): Expected => ({ name: container.name, kind: isSidecar(container) ? 'sidecar' : 'init' }),
		),
		...containers.map(({ name }): Expected => ({ name, kind: 'app' })),
		...ephemeralContainers.map(({ name }): Expected => ({ name, kind: 'ephemeral' })),
	];
}

/** In the order of the spec, then what the spec does not name; of one name the newest first. */
function describeContainers(facts: PodFacts): ContainerEntry[] {
	const expected = listExpected(facts.api);
	const containers = facts.seen.filter((seen) => findCoordinates(seen)?.container !== 'POD');
	const names = new Set(containers.map((seen) => findCoordinates(seen)?.container ?? ''));
	const unexpected = [...names]
		.filter((name) => !expected.some((container) => container.name === name))
		.map((name): Expected => ({ name, kind: 'unknown' }));
	return [...expected, ...unexpected].flatMap((container) => {
		const chain = newestFirst(containers.filter((seen) => findCoordinates(seen)?.container === container.name));
		if (chain.length === 0) return [describeUnmade(container, facts.api)];
		return chain.map((seen, index) => describeContainer(seen, container, index === 0, facts));
	});
}

function findStatus(api: KubectlPod | undefined, name: string): KubectlContainerStatus | undefined {
	const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = api?.status ?? {};
	return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find(
		(status) => status.name === name,
	);
}

/** A container that the spec has and Docker has not. */
function describeUnmade({ name, kind }: Expected, api: KubectlPod | undefined): ContainerEntry {
	const state = findStatus(api, name)?.state;
	if (state?.terminated !== undefined) {
		return { name, kind, state: 'terminated', reason: state.terminated.reason, current: true };
	}
	if (state?.running !== undefined) return { name, kind, state: 'unknown', current: true };
	return { name, kind, state: 'waiting', reason: state?.waiting?.reason, current: true };
}

function describeContainer(seen: Seen, { name, kind }: Expected, current: boolean, facts: PodFacts): ContainerEntry {
	const sandboxId = seen.inspect.Config.Labels?.['io.kubernetes.sandbox.id'];
	return {
		name,
		kind,
		...describeIncarnation(seen, findCoordinates(seen)?.attempt, current),
		sandboxId,
		reason: findReason(seen.inspect, current, findStatus(facts.api, name)),
		linuxNamespaces: describeSharing(seen, facts),
	};
}

/** The API's word: waiting is said of the name, so of its newest incarnation; an end is said of one container id. */
function findReason(
	{ Id: id, State }: DockerInspect,
	current: boolean,
	status: KubectlContainerStatus | undefined,
): string | undefined {
	const { state, lastState } = status ?? {};
	if (current && State.Pid === 0 && state?.waiting !== undefined) return state.waiting.reason;
	if (state?.terminated !== undefined && status?.containerID?.endsWith(`://${id}`)) return state.terminated.reason;
	return lastState?.terminated?.containerID?.endsWith(`://${id}`) ? lastState.terminated.reason : undefined;
}

function describeSharing(seen: Seen, facts: PodFacts): ContainerEntry['linuxNamespaces'] {
	if (seen.namespaces === undefined) return undefined;
	const [newest] = newestFirst(facts.seen.filter((other) => findCoordinates(other)?.container === 'POD'));
	const pause = newest?.namespaces ?? {};
	// who was in a namespace first has made it; whoever joined later does not make it foreign
	const startOf = ({ inspect }: Seen) => Date.parse(inspect.State.StartedAt);
	const others = facts.everything.filter((other) => startOf(other) < startOf(seen));
	return Object.fromEntries(
		Object.entries(seen.namespaces).map(([kind, inode]) => {
			if (inode === facts.host[kind]) return [kind, { inode, sharing: 'host' }];
			if (inode === pause[kind]) return [kind, { inode, sharing: 'pause' }];
			const joined = others.some(({ namespaces }) => namespaces?.[kind] === inode) || hasOutlivedItsMaker(seen, kind);
			return [kind, { inode, sharing: joined ? 'other' : 'own' }];
		}),
	);
}

/**
 * A container that Docker put into another one's namespace, while that other one does not run any more: the pause has
 * died and its namespaces live on in what is left of the pod. They are nobody's, and not this container's own.
 */
function hasOutlivedItsMaker({ inspect }: Seen, kind: string): boolean {
	const { NetworkMode, IpcMode } = inspect.HostConfig;
	return (kind === 'net' ? NetworkMode : kind === 'ipc' ? IpcMode : '').startsWith('container:');
}
