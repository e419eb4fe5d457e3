import type { NodeState } from '../node-state.ts';
import type { NodeView, PodView, UnmatchedView } from '../node-view.ts';
import { isSameData } from '../same-data.ts';
import { correlate } from './correlate.ts';
import { createLivingIndex, type LivingIndex } from './living-index.ts';
import { createSortedViews } from './sorted-views.ts';
import { comparePods, compareUnmatched } from './view-order.ts';

/** Joins one state after another, each time only what differs from the one before. */
export type Join = {
	/** What `correlate` makes of the state. Views that read the same as before are the same objects. */
	advance(state: NodeState): NodeView;
};

export function createJoin(): Join {
	const pods = createSortedViews<PodView>(comparePods);
	const unmatched = createSortedViews<UnmatchedView>(compareUnmatched);
	let index: LivingIndex | undefined;
	let view: NodeView | undefined;
	const remember = (first: NodeView) => {
		pods.replace(new Map(first.pods.map((pod) => [pod.uid, pod])));
		unmatched.replace(new Map(first.unmatched.map((entry) => [entry.id, entry])));
		view = { ...first, pods: pods.list(), unmatched: unmatched.list() };
		return view;
	};

	return {
		advance(state) {
			// whoever asks once only needs no index
			if (!view) return remember(correlate(state));
			const known = index?.canFollow(state) ? index : undefined;
			const own = known ?? createLivingIndex(state);
			index = own;
			const touch = own.take(state);
			// what an index made anew does not know any more is to go
			if (!known) {
				for (const { uid } of pods.list()) touch.pods.add(uid);
				for (const { id } of unmatched.list()) touch.containers.add(id);
			}
			replaceChanged(pods, touch.pods, (uid) => own.viewPod(uid));
			replaceChanged(unmatched, touch.containers, (id) => own.viewUnmatched(id));
			view = keepSame(view, {
				node: state.node,
				nodeName: state.node?.metadata.name ?? state.nodeName,
				pods: pods.list(),
				unmatched: unmatched.list(),
				hostNamespaces: state.host.linuxNamespaces,
			});
			return view;
		},
	};
}

function replaceChanged<T extends object>(
	views: ReturnType<typeof createSortedViews<T>>,
	keys: Iterable<string>,
	view: (key: string) => T | undefined,
): void {
	const changed = new Map<string, T | undefined>();
	for (const key of keys) {
		const [before, after] = [views.get(key), view(key)];
		if (!isSameData(before, after)) changed.set(key, after);
	}
	if (changed.size > 0) views.replace(changed);
}

function keepSame(before: NodeView | undefined, after: NodeView): NodeView {
	const isSame =
		before !== undefined &&
		before.node === after.node &&
		before.nodeName === after.nodeName &&
		before.pods === after.pods &&
		before.unmatched === after.unmatched &&
		before.hostNamespaces === after.hostNamespaces;
	return isSame ? before : after;
}
