import type { NodeState } from '../node-state.ts';
import type { NodeView } from '../node-view.ts';
import { indexApi } from './api-index.ts';
import type { Incarnation } from './incarnation.ts';
import { matchIncarnations } from './match-incarnations.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { createNamespaceUsers } from './namespace-users.ts';
import { viewPod } from './pod-view.ts';
import type { SharingContext } from './sharing.ts';
import { viewUnmatched } from './unmatched-view.ts';
import { comparePods, compareUnmatched } from './view-order.ts';

/**
 * Joins what the sources said: each pod with its sandboxes and containers, and whose namespaces they use. This is what a
 * view means; `createJoin` gives the same one while it looks only at what has changed.
 */
export function correlate(state: NodeState): NodeView {
	const api = indexApi(state.pods?.values() ?? []);
	const { byPod, unmatched } = matchIncarnations(state, api);
	const host = state.host.linuxNamespaces;
	const users = createNamespaceUsers(host, state.processes?.values());
	const sharing = { host, pinned: state.pinned, users, ended: state.endedProcesses, nameOf: createNaming(byPod) };
	const uids = new Set([...api.uids, ...byPod.keys()]);
	const pods = [...uids].map((uid) => viewPod(uid, api.podOf(uid), byPod.get(uid) ?? [], sharing));
	return {
		node: state.node,
		nodeName: state.node?.metadata.name ?? state.nodeName,
		pods: pods.sort(comparePods),
		unmatched: unmatched.map((entry) => viewUnmatched(entry, state)).sort(compareUnmatched),
		hostNamespaces: host,
	};
}

/** Names for container ids, made when somebody asks: hardly anybody does. */
function createNaming(byPod: ReadonlyMap<string, readonly Incarnation[]>): SharingContext['nameOf'] {
	let names: Map<string, string> | undefined;
	return (containerId) => {
		names ??= new Map([...byPod.values()].flat().map((incarnation) => [incarnation.id, nameIncarnation(incarnation)]));
		return names.get(containerId);
	};
}
