import { canonicalizeIp } from '../inside/inet-address.ts';
import type { NodeState } from '../node-state.ts';
import type { NodeView, PodView, SandboxView } from '../node-view.ts';
import { isSeenReady } from './seen-alive.ts';
import { isThrough } from './wanted-pod.ts';

/** A pod with a sandbox that lives and has a network of its own. */
export type LivePod = { pod: PodView; sandbox: SandboxView };

/**
 * The pods whose newest sandbox is ready and in a network of its own, not the node's. One that has ended (Succeeded, Failed) or is being
 * deleted gives its IP back whenever it likes, and is left out.
 */
export function selectLivePods(view: NodeView, state: NodeState): LivePod[] {
	return view.pods.flatMap((pod) => {
		const sandbox = pod.sandboxes[0];
		if (!sandbox || !isSeenReady(sandbox, state) || isThrough(pod) || usesHostNetwork(pod, sandbox)) return [];
		return pod.api?.metadata.deletionTimestamp === undefined ? [{ pod, sandbox }] : [];
	});
}

function usesHostNetwork({ hostNetwork, api }: PodView, { sharing }: SandboxView): boolean {
	return hostNetwork === true || api?.spec.hostNetwork === true || sharing?.net === 'host';
}

/** The IPs that the API server has for a pod, each in one spelling. */
export function selectApiIps({ api, ip }: PodView): readonly string[] {
	if (!api) return [];
	const all = api.status?.podIPs?.map((entry) => entry.ip) ?? [];
	const named = all.length > 0 ? all : [ip ?? ''];
	return named.flatMap((text) => canonicalizeIp(text) ?? []);
}

/** Since when the API server has said the IP that it says now, as pausetop saw it; undefined where that is not known. */
export function selectIpSince(state: NodeState, { uid, ip }: PodView): number | undefined {
	const moments = state.histories.get(uid)?.moments ?? [];
	const other = moments.findLastIndex((moment) => moment.ip !== ip);
	return moments[other + 1]?.at;
}
