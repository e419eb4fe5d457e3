import type { LinuxNamespaces } from '../core/linux-namespace.ts';
import { linuxNamespaceKinds } from '../core/linux-namespace.ts';
import type { NodeState } from '../core/node-state.ts';
import type { ContainerView, NodeView, PodView, SandboxView, UnmatchedView } from '../core/node-view.ts';

/** The version of the JSON contract that the README documents. */
export const schemaName = 'pausetop/v1';

/** The names of sources that are container runtimes. */
const notRuntimes = new Set(['kube', 'proc']);

/**
 * The document of `get -o json` and `-o yaml`: the JSON contract. Times are RFC 3339, ids are full, what is absent is not known.
 */
export function createDocument(state: NodeState, view: NodeView) {
	const sources = [...state.sources];
	return {
		schema: schemaName,
		takenAt: formatTime(state.now),
		node: {
			name: view.nodeName,
			kubeletVersion: view.node?.status?.nodeInfo?.kubeletVersion,
			runtimes: sources
				.filter(([name, status]) => !notRuntimes.has(name) && status.version !== undefined)
				.map(([name, status]) => ({ name, version: status.version })),
		},
		sources: sources.map(([name, { health, detail, remedy }]) => ({ name, health, detail, remedy })),
		pods: view.pods.map(describePod),
		unmatched: view.unmatched.map(({ id, name, runtime, state, pid }: UnmatchedView) => ({
			id,
			name,
			runtime,
			state,
			pid,
		})),
	};
}

function describePod(pod: PodView) {
	return {
		uid: pod.uid,
		kubeNamespace: pod.kubeNamespace,
		name: pod.name,
		matched: pod.matched,
		phase: pod.phase,
		ready: pod.ready,
		status: pod.status,
		restarts: pod.restarts,
		lastRestartAt: formatTime(pod.lastRestartAt),
		createdAt: formatTime(pod.createdAt),
		ip: pod.ip,
		hostNetwork: pod.hostNetwork,
		sandboxes: pod.sandboxes.map(describeSandbox),
		containers: pod.containers.map(describeContainer),
	};
}

function describeSandbox(sandbox: SandboxView) {
	return {
		id: sandbox.id,
		attempt: sandbox.attempt,
		state: sandbox.state,
		current: sandbox.current,
		pid: sandbox.pid,
		startedAt: formatTime(sandbox.startedAt),
		finishedAt: formatTime(sandbox.finishedAt),
		exitCode: sandbox.exitCode,
		image: sandbox.image,
		runtime: sandbox.runtime,
		linuxNamespaces: describeInodes(sandbox.linuxNamespaces),
	};
}

function describeContainer(container: ContainerView) {
	return {
		id: container.id,
		name: container.name,
		kind: container.kind,
		attempt: container.attempt,
		state: container.state,
		current: container.current,
		sandboxId: container.sandboxId,
		pid: container.pid,
		startedAt: formatTime(container.startedAt),
		finishedAt: formatTime(container.finishedAt),
		exitCode: container.exitCode,
		reason: container.reason,
		image: container.image,
		runtime: container.runtime,
		linuxNamespaces: container.linuxNamespaces && describeUses(container.linuxNamespaces),
	};
}

function describeInodes(namespaces: LinuxNamespaces | undefined) {
	if (!namespaces || Object.keys(namespaces).length === 0) return undefined;
	return Object.fromEntries(linuxNamespaceKinds.map((kind) => [kind, namespaces[kind]]));
}

function describeUses(uses: NonNullable<ContainerView['linuxNamespaces']>) {
	return Object.fromEntries(
		linuxNamespaceKinds.map((kind) => [kind, { inode: uses[kind].inode, sharing: uses[kind].sharing }]),
	);
}

/** RFC 3339 in UTC, with milliseconds. */
export function formatTime(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
