import type { ContainerView, NodeView, PodView, SandboxView, UnmatchedView } from '../../core/node-view.ts';
import { runs, selectContainerRows } from '../columns/container-row.ts';
import { podColumns } from '../columns/pod-columns.ts';
import { type Matcher, matchesAll, podFacts, unmatchedFacts } from './filter.ts';
import type { FindingIndex } from './finding-index.ts';
import { containerKey, podKey, type Row } from './row.ts';
import { type Folds, isUnfolded, type Sort } from './screen-state.ts';

/** The pods that are wanted, in the order that is wanted. */
export function selectPods(
	view: NodeView,
	matches: Matcher,
	sort: Sort | undefined,
	kubeNamespace: string | undefined,
	findings?: FindingIndex,
): readonly PodView[] {
	const inScope = (pod: PodView) => kubeNamespace === undefined || pod.kubeNamespace === kubeNamespace;
	const isWanted = (pod: PodView) => matches === matchesAll || matches(podFacts(pod, findings?.get(pod.uid)));
	const wanted = view.pods.filter((pod) => inScope(pod) && isWanted(pod));
	const compare = podColumns.find(({ id }) => id === sort?.column)?.compare;
	if (!compare || !sort) return wanted;
	const direction = sort.descending ? -1 : 1;
	// the sort is stable, so kubectl's order stays among equals
	return wanted.sort((a, b) => direction * compare(a, b));
}

/** The wanted ones of what belongs to no pod. */
export function selectUnmatched(view: NodeView, matches: Matcher): readonly UnmatchedView[] {
	return view.unmatched.filter((container) => matches(unmatchedFacts(container)));
}

/** All lines of the table, of which only those in the window are ever drawn. */
export function selectRows(
	pods: readonly PodView[],
	unmatched: readonly UnmatchedView[],
	folds: Folds,
): readonly Row[] {
	const rows: Row[] = [];
	for (const pod of pods) {
		const unfolded = isUnfolded(folds, pod.uid);
		rows.push({ key: podKey(pod.uid), kind: 'pod', pod, unfolded });
		if (unfolded) rows.push(...selectPodRows(pod));
	}
	if (unmatched.length === 0) return rows;
	rows.push({ key: 'unmatched', kind: 'heading', text: `not in any pod (${unmatched.length})` });
	for (const container of unmatched) {
		rows.push({ key: `unmatched ${container.runtime} ${container.id}`, kind: 'unmatched', container });
	}
	return rows;
}

/** How many lines the table would have without a filter. */
export function countRows({ pods, unmatched }: NodeView, folds: Folds): number {
	const unfolded = pods.filter((pod) => isUnfolded(folds, pod.uid));
	const below = unfolded.reduce((count, pod) => count + selectPodRows(pod).length, 0);
	return pods.length + below + (unmatched.length === 0 ? 0 : unmatched.length + 1);
}

const podRows = new WeakMap<PodView, readonly Row[]>();

/** The lines under a pod: the same ones as long as it is the same pod. */
function selectPodRows(pod: PodView): readonly Row[] {
	const known = podRows.get(pod);
	if (known) return known;
	const rows = listPodRows(pod);
	podRows.set(pod, rows);
	return rows;
}

function listPodRows(pod: PodView): Row[] {
	const rows: Row[] = selectContainerRows(pod).map((row) => {
		return { key: containerKey(pod, row), kind: 'container', pod, row };
	});
	if (selectEnded(pod).length > 0) rows.push({ key: `${podKey(pod.uid)} ended`, kind: 'ended', pod });
	return rows;
}

/** The earlier attempts that are over, newest first: sandboxes, then containers. */
export function selectEnded(pod: PodView): readonly { name: string; view: SandboxView | ContainerView }[] {
	const over = (view: SandboxView | ContainerView) => !view.current && !runs(view);
	return [
		...pod.sandboxes.filter(over).map((view) => ({ name: 'pause', view })),
		...pod.containers.filter(over).map((view) => ({ name: view.name, view })),
	];
}
