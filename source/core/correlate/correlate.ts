import type { NodeState } from '../node-state.ts';
import type { NodeView, PodView, UnmatchedView } from '../node-view.ts';
import type { ContainerProcess } from '../process.ts';
import type { RuntimeRecord } from '../runtime-record.ts';
import { indexApi } from './api-index.ts';
import type { Incarnation } from './incarnation.ts';
import { matchIncarnations } from './match-incarnations.ts';
import { viewPod } from './pod-view.ts';
import { indexNamespaces, type SharingContext } from './sharing.ts';

/** Joins what the sources said: each pod with its sandboxes and containers, and whose namespaces they use. */
export function correlate(state: NodeState): NodeView {
	const api = indexApi(state.pods?.values() ?? []);
	const { byPod, unmatched } = matchIncarnations(state, api);
	const sharing: SharingContext = {
		host: state.host.linuxNamespaces,
		pinned: state.pinned,
		users: indexNamespaces(state.processes?.values() ?? []),
		ended: state.endedProcesses,
		nameOf: createNaming(byPod),
	};
	const uids = new Set([...api.pods.keys(), ...byPod.keys()]);
	const pods = [...uids].map((uid) => viewPod(uid, api.pods.get(uid), byPod.get(uid) ?? [], sharing));
	return {
		node: state.node,
		nodeName: state.node?.metadata.name ?? state.nodeName,
		pods: pods.sort(comparePods),
		unmatched: unmatched.map((entry) => viewUnmatched(entry, state)).sort((a, b) => compareText(a.name, b.name)),
		hostNamespaces: state.host.linuxNamespaces,
	};
}

/** The order of `kubectl get pods -A`: etcd's, by namespace and name, byte by byte. */
function comparePods(a: PodView, b: PodView): number {
	return compareText(a.kubeNamespace, b.kubeNamespace) || compareText(a.name, b.name) || compareText(a.uid, b.uid);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Names for container ids, made when somebody asks: hardly anybody does. */
function createNaming(byPod: ReadonlyMap<string, readonly Incarnation[]>): SharingContext['nameOf'] {
	let names: Map<string, string> | undefined;
	return (containerId) => {
		names ??= new Map([...byPod.values()].flat().map((incarnation) => [incarnation.id, nameIncarnation(incarnation)]));
		return names.get(containerId);
	};
}

function nameIncarnation({ role, containerName, attempt, podName, id }: Incarnation): string {
	const name =
		role === 'sandbox' ? `pause${attempt === undefined ? '' : ` #${attempt}`}` : (containerName ?? id.slice(0, 12));
	return podName ? `${name} of ${podName}` : name;
}

function viewUnmatched(entry: RuntimeRecord | ContainerProcess, state: NodeState): UnmatchedView {
	if ('containerId' in entry) {
		const { containerId: id, command, pid, startedAt } = entry;
		return { id, name: command ?? id, runtime: 'unknown', state: 'running', pid, startedAt };
	}
	const pid = state.processes?.get(entry.id)?.pid ?? entry.pid;
	const { id, name, runtime, state: runtimeState, startedAt, finishedAt, exitCode, image } = entry;
	return { id, name, runtime, state: runtimeState, pid, startedAt, finishedAt, exitCode, image };
}
