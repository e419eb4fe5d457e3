import type { PodInside } from '../core/inside/pod-inside.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView, PodView } from '../core/node-view.ts';
import { formatTime, schemaName } from './document.ts';

/** What one look inside a pod found, with the pod as it was joined. */
export type InsidePod = { pod: PodView; inside: PodInside };

/** A reading of one pod, and the node that it was made on. */
export type InsideLook = InsidePod & { state: NodeState; view: NodeView };

/**
 * What the documents of `ps`, `sockets`, `top` and `findings` begin with:
 * `{schema: "pausetop/v1", kind, takenAt, node: {name}, sources: [{name, health, detail?, remedy?}], …}`.
 * Times are RFC 3339, ids are full, what is absent is not known. Text of the node (command lines, paths) is as it is there, but
 * for masked secrets.
 */
export function describeLook(
	kind: 'processes' | 'sockets' | 'usage' | 'findings',
	{ state, view }: { state: NodeState; view: NodeView },
	takenAt: number,
) {
	return {
		schema: schemaName,
		kind,
		takenAt: formatTime(takenAt),
		node: { name: view.nodeName },
		sources: [...state.sources].map(([name, { health, detail, remedy }]) => ({ name, health, detail, remedy })),
	};
}

/** `pod: {uid, kubeNamespace, name}` of those documents. */
export function identifyPod({ uid, kubeNamespace, name }: PodView) {
	return { uid, kubeNamespace, name };
}
