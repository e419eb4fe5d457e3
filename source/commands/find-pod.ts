import type { NodeState } from '../core/node-state.ts';
import type { NodeView, PodView } from '../core/node-view.ts';
import { escapeText } from '../format/escape.ts';
import type { CommandIo } from './command-io.ts';
import { selectPods } from './select-pods.ts';

/** One pod, as typed. */
export type PodName = {
	/** With or without `pod/` before it. */
	pod: string;
	kubeNamespace: string;
};

/** The pod of this name on the node, the API's own before one that only the runtime still has. */
export function selectPod(view: NodeView, state: NodeState, { pod, kubeNamespace }: PodName): PodView | undefined {
	const { pods } = selectPods(view.pods, { names: [pod], kubeNamespace }, state);
	// a pod that has been made anew can leave containers of its namesake behind
	return pods.find(({ api }) => api) ?? pods[0];
}

/** The pod of this name on the node; without one it says so, and which are there in other namespaces. */
export function findPod(view: NodeView, state: NodeState, wanted: PodName, io: CommandIo): PodView | undefined {
	const { pod: name, kubeNamespace } = wanted;
	const pod = selectPod(view, state, wanted);
	if (pod) return pod;
	const others = selectPods(view.pods, { names: [name] }, state).pods;
	const hint = others.length === 0 ? '' : `; there is one in: ${others.map((other) => other.kubeNamespace).join(', ')}`;
	io.err(
		escapeText(`pausetop: pod "${name}" not found on this node in namespace ${kubeNamespace}${hint}`).concat('\n'),
	);
	return undefined;
}
