import type { PodView, UnmatchedView } from '../node-view.ts';

/** The order of `kubectl get pods -A`: etcd's, by namespace and name, byte by byte. */
export function comparePods(a: PodView, b: PodView): number {
	return compareText(a.kubeNamespace, b.kubeNamespace) || compareText(a.name, b.name) || compareText(a.uid, b.uid);
}

/** By name; ids keep those of one name from changing places. */
export function compareUnmatched(a: UnmatchedView, b: UnmatchedView): number {
	return compareText(a.name, b.name) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
