import type { ContainerEntry, PodEntry, SandboxEntry } from './document.ts';
import { describeIncarnation, newestFirst, type Seen } from './incarnation-truth.ts';
import type { KubectlContainerStatus, KubectlPod, KubectlRow } from './kubectl-truth.ts';
import { toMilliseconds } from './runtime-truth.ts';

/** All that is known about one pod when its entry is written. */
export type PodFacts = {
	coordinates: { kubeNamespace: string; name: string; uid: string };
	api?: KubectlPod;
	row?: KubectlRow;
	/** What the runtimes have of this pod, sandboxes and containers. */
	seen: Seen[];
	/** Everything on the node, to find whose namespaces are shared. */
	everything: Seen[];
	host: Record<string, number>;
};

export function describePod(facts: PodFacts): PodEntry {
	const chain = newestFirst(facts.seen.filter(isPause));
	const sandboxes = chain.map(
		(seen, index): SandboxEntry => ({ ...describeIncarnation(seen, index === 0), linuxNamespaces: seen.namespaces }),
	);
	return {
		...facts.coordinates,
		matched: facts.api === undefined ? 'runtime' : facts.seen.length > 0 ? 'api+runtime' : 'api',
		...describeStatus(facts, chain[0]),
		sandboxes,
		containers: describeContainers(facts),
	};
}

function isPause({ coordinates }: Seen): boolean {
	return coordinates?.container === 'POD';
}

/** The status columns: kubectl's table and JSON, or for a pod that only a runtime knows what its newest sandbox does. */
function describeStatus(
	{ api, row }: PodFacts,
	sandbox: Seen | undefined,
): Omit<Partial<PodEntry>, 'status'> & { status: string } {
	if (api === undefined || row === undefined) {
		if (sandbox === undefined) return { status: 'Unknown' };
		return { status: sandbox.pid === undefined ? 'NotReady' : 'Ready', ip: sandbox.ip };
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
	const containers = facts.seen.filter((seen) => !isPause(seen));
	const names = new Set(containers.map(({ coordinates }) => coordinates?.container ?? ''));
	const unexpected = [...names]
		.filter((name) => !expected.some((container) => container.name === name))
		.map((name): Expected => ({ name, kind: 'unknown' }));
	return [...expected, ...unexpected].flatMap((container) => {
		const chain = newestFirst(containers.filter(({ coordinates }) => coordinates?.container === container.name));
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

/** A container that the spec has and no runtime. */
function describeUnmade({ name, kind }: Expected, api: KubectlPod | undefined): ContainerEntry {
	const state = findStatus(api, name)?.state;
	if (state?.terminated !== undefined) {
		return { name, kind, state: 'terminated', reason: state.terminated.reason, current: true };
	}
	if (state?.running !== undefined) return { name, kind, state: 'unknown', current: true };
	return { name, kind, state: 'waiting', reason: state?.waiting?.reason, current: true };
}

function describeContainer(seen: Seen, { name, kind }: Expected, current: boolean, facts: PodFacts): ContainerEntry {
	return {
		name,
		kind,
		...describeIncarnation(seen, current),
		sandboxId: seen.sandboxId,
		reason: findReason(seen, current, findStatus(facts.api, name)),
		linuxNamespaces: describeSharing(seen, facts),
	};
}

/** The API's word: waiting is said of the name, so of its newest incarnation; an end is said of one container id. */
function findReason(
	{ id, pid }: Seen,
	current: boolean,
	status: KubectlContainerStatus | undefined,
): string | undefined {
	const { state, lastState } = status ?? {};
	if (current && pid === undefined && state?.waiting !== undefined) return state.waiting.reason;
	if (state?.terminated !== undefined && status?.containerID?.endsWith(`://${id}`)) return state.terminated.reason;
	return lastState?.terminated?.containerID?.endsWith(`://${id}`) ? lastState.terminated.reason : undefined;
}

function describeSharing(seen: Seen, facts: PodFacts): ContainerEntry['linuxNamespaces'] {
	if (seen.namespaces === undefined) return undefined;
	const [newest] = newestFirst(facts.seen.filter(isPause));
	const pause = newest?.namespaces ?? {};
	// who was in a namespace first has made it; whoever joined later does not make it foreign
	const startOf = ({ startedAt, createdAt }: Seen) => Date.parse(startedAt ?? createdAt);
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
 * A container that was put into another one's namespace, while that other one does not run any more: the pause has died
 * and its namespaces live on in what is left of the pod. They are nobody's, and not this container's own.
 */
function hasOutlivedItsMaker({ joined }: Seen, kind: string): boolean {
	return joined.includes(kind);
}
