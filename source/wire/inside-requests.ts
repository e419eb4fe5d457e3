import type { InsideContainer, InsideRequest, InsideWant } from '../core/inside/inside-request.ts';
import type { NodeState } from '../core/node-state.ts';
import type { ContainerView, PodView, SandboxView } from '../core/node-view.ts';
import { isAlive } from '../core/runtime-record.ts';
import { selectNodeView } from '../store/select-node-view.ts';

/** What somebody wants to see from inside the node's pods. */
export type InsideWatch = {
	/** By runtime UID. */
	pods?: readonly { podUid: string; want: InsideWant }[];
	/** What every container of every pod uses, for usage columns and `pausetop top`. */
	usageOfAll?: boolean;
};

/** Whether nothing is wanted. */
export function isEmptyWatch({ pods = [], usageOfAll }: InsideWatch): boolean {
	return !usageOfAll && pods.every(({ want }) => !wantsAnything(want));
}

/** What is to be read for it now. Pods that are not on the node are left out. */
export function selectInsideRequests(watch: InsideWatch, state: NodeState): InsideRequest[] {
	const wants = new Map(watch.pods?.map(({ podUid, want }) => [podUid, want]));
	return selectNodeView(state).pods.flatMap((pod) => {
		const single = wants.get(pod.uid);
		const want = watch.usageOfAll ? { ...single, usage: true } : single;
		return want && wantsAnything(want) ? [requestPod(pod, want, state)] : [];
	});
}

function wantsAnything({ processes, sockets, usage }: InsideWant): boolean {
	return Boolean(processes || sockets || usage);
}

function requestPod(pod: PodView, want: InsideWant, state: NodeState): InsideRequest {
	const previous = state.inside.get(pod.uid);
	const podIps = selectPodIps(pod);
	return {
		podUid: pod.uid,
		containers: listContainers(pod),
		want,
		...(podIps && { podIps }),
		...(pod.hostNetwork && { hostNetwork: true }),
		...(previous && { previous }),
	};
}

function selectPodIps({ api, ip }: PodView): readonly string[] | undefined {
	const all = api?.status?.podIPs?.map((entry) => entry.ip).filter((text) => text !== '');
	return all && all.length > 0 ? all : ip === undefined ? undefined : [ip];
}

/** The pause first. Ended ones are left out, unless /proc still shows a process of theirs. */
function listContainers({ sandboxes, containers }: PodView): InsideContainer[] {
	return [
		...sandboxes.filter(mayHaveProcesses).map((sandbox) => toContainer(sandbox, 'pause', 'sandbox')),
		...containers.filter(mayHaveProcesses).map((container) => toContainer(container, container.name, 'container')),
	].flatMap((container) => container ?? []);
}

function mayHaveProcesses(view: SandboxView | ContainerView): boolean {
	const { pid, state } = view;
	if (pid !== undefined) return true;
	// its runtime has no pause process for it, so there is none to look for
	if ('pinned' in view && view.pinned) return false;
	// the API's words, for what no runtime lists
	return state !== 'waiting' && state !== 'terminated' && isAlive(state);
}

function toContainer(
	{ id, pid }: SandboxView | ContainerView,
	name: string,
	role: InsideContainer['role'],
): InsideContainer | undefined {
	return id === undefined ? undefined : { id, name, role, ...(pid !== undefined && { pid }) };
}
