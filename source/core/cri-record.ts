import { type CriInfo, parseCriInfo } from './cri-info.ts';
import { parseNanoseconds } from './cri-time.ts';
import { type WireObject, wireInteger, wireLabels, wireObject, wireString } from './docker-wire.ts';
import type { RuntimeMetadata, RuntimeRecord, RuntimeState } from './runtime-record.ts';

const states: Readonly<Record<string, RuntimeState>> = {
	SANDBOX_READY: 'ready',
	SANDBOX_NOTREADY: 'notready',
	CONTAINER_CREATED: 'created',
	CONTAINER_RUNNING: 'running',
	CONTAINER_EXITED: 'exited',
	CONTAINER_UNKNOWN: 'unknown',
};

/** One item of `ListPodSandbox`. `runtime` is the source's name. Missing fields stay unknown. */
export function normalizeCriSandbox(wire: unknown, runtime: string): RuntimeRecord {
	const item = wireObject(wire);
	const { name, uid, namespace, attempt } = wireObject(item.metadata);
	return {
		id: wireString(item.id) ?? '',
		runtime,
		// what crictl pods prints under NAME
		name: wireString(name) ?? '',
		labels: wireLabels(item.labels),
		state: normalizeState(item.state),
		createdAt: parseNanoseconds(item.createdAt),
		runtimeHandler: wireString(item.runtimeHandler),
		metadata: {
			role: 'sandbox',
			podUid: wireString(uid),
			podName: wireString(name),
			kubeNamespace: wireString(namespace),
			attempt: wireInteger(attempt),
		},
	};
}

/**
 * One item of `ListContainers`. Its pod stands in its sandbox, by CRI's own fields, and only by the kubelet's custom in its
 * labels: `sandbox` is what is known of the former.
 */
export function normalizeCriContainer(wire: unknown, runtime: string, sandbox?: RuntimeMetadata): RuntimeRecord {
	const item = wireObject(wire);
	const { name, attempt } = wireObject(item.metadata);
	return {
		id: wireString(item.id) ?? '',
		runtime,
		name: wireString(name) ?? '',
		labels: wireLabels(item.labels),
		state: normalizeState(item.state),
		image: selectImage(item),
		createdAt: parseNanoseconds(item.createdAt),
		metadata: {
			role: 'container',
			podUid: sandbox?.podUid,
			podName: sandbox?.podName,
			kubeNamespace: sandbox?.kubeNamespace,
			containerName: wireString(name),
			attempt: wireInteger(attempt),
			sandboxId: wireString(item.podSandboxId),
		},
	};
}

/** Adds what `PodSandboxStatus` (verbose) tells to what the listing told. */
export function normalizeCriSandboxStatus(wire: unknown, listed: RuntimeRecord): RuntimeRecord {
	const answer = wireObject(wire);
	const status = wireObject(answer.status);
	const info = parseCriInfo(answer.info);
	const state = normalizeState(status.state);
	return {
		...listed,
		state,
		createdAt: parseNanoseconds(status.createdAt) ?? listed.createdAt,
		image: info.image ?? listed.image,
		// of a sandbox that has ended CRI-O still tells the pid it had
		pid: state === 'ready' ? info.pid : undefined,
		runtimeHandler: wireString(status.runtimeHandler) ?? listed.runtimeHandler,
		pinnedNamespaces: info.pinnedNamespaces,
		sandboxIp: wireString(wireObject(status.network).ip),
		hostUsers: selectHostUsers(status),
	};
}

/** Adds what `ContainerStatus` (verbose) tells to what the listing told. */
export function normalizeCriContainerStatus(wire: unknown, listed: RuntimeRecord): RuntimeRecord {
	const answer = wireObject(wire);
	const status = wireObject(answer.status);
	const info = parseCriInfo(answer.info);
	const state = normalizeState(status.state);
	const ended = state === 'exited';
	const reason = wireString(status.reason);
	return {
		...listed,
		state,
		// the listing's image is what crictl ps prints: this one is resolved anew and can be another name of it
		image: listed.image ?? selectImage(status),
		createdAt: parseNanoseconds(status.createdAt) ?? listed.createdAt,
		startedAt: parseNanoseconds(status.startedAt),
		finishedAt: ended ? parseNanoseconds(status.finishedAt) : undefined,
		exitCode: ended ? wireInteger(status.exitCode) : undefined,
		oomKilled: ended ? reason === 'OOMKilled' : undefined,
		reason,
		pid: state === 'running' ? info.pid : undefined,
		joins: selectJoins(info, listed) ?? listed.joins,
	};
}

/** Whose namespaces it was put into: its sandbox's, and for pid perhaps another container's. */
function selectJoins({ joinedKinds, targetId }: CriInfo, { metadata }: RuntimeRecord): RuntimeRecord['joins'] {
	const sandboxId = metadata?.sandboxId;
	const kinds = sandboxId === undefined ? [] : (joinedKinds ?? []).map((kind) => [kind, sandboxId] as const);
	if (kinds.length === 0 && targetId === undefined) return undefined;
	return { ...Object.fromEntries(kinds), ...(targetId !== undefined && { pid: targetId }) };
}

function normalizeState(value: unknown): RuntimeState {
	return (typeof value === 'string' && Object.hasOwn(states, value) && states[value]) || 'unknown';
}

/** In crictl's order: what the user asked for (CRI 1.29), what the kubelet asked for (often an id), the image's id. */
function selectImage(item: WireObject): string | undefined {
	const { userSpecifiedImage, image } = wireObject(item.image);
	return wireString(userSpecifiedImage) ?? wireString(image) ?? wireString(item.imageRef);
}

/** Runtimes before user namespaces (containerd 1.6) do not tell, and have only the host's. */
function selectHostUsers(status: WireObject): boolean | undefined {
	const { options } = wireObject(wireObject(status.linux).namespaces);
	const { mode } = wireObject(wireObject(options).usernsOptions);
	return mode === 'POD' ? false : mode === 'NODE' ? true : undefined;
}
