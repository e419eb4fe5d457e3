import type { ContainerView, NodeView, PodView } from '../../core/node-view.ts';
import { selectContainerRows } from '../columns/container-row.ts';
import { containerKey, podKey, type Row } from './row.ts';

/** The rows that the next action is meant for, by their keys, so that they survive changes and re-sorting. Of one kind. */
export type Marks = { kind: 'pod' | 'container'; keys: ReadonlySet<string> };

/** A marked pod, or container of a pod, that is still there. */
export type Marked = { pod: PodView; container?: ContainerView };

/** What marking a row marks: a pause stands for its pod. Undefined for rows that nothing can be done to. */
export function markOf(row: Row | undefined): { kind: Marks['kind']; key: string } | undefined {
	if (row?.kind === 'pod') return { kind: 'pod', key: row.key };
	if (row?.kind !== 'container') return undefined;
	return row.row.role === 'pause' ? { kind: 'pod', key: podKey(row.pod.uid) } : { kind: 'container', key: row.key };
}

/** The marks with one more, or one less. */
export function toggleMark(marks: Marks | undefined, kind: Marks['kind'], key: string): Marks | undefined {
	const keys = new Set(marks?.kind === kind ? marks.keys : []);
	if (!keys.delete(key)) keys.add(key);
	return keys.size === 0 ? undefined : { kind, keys };
}

/** The marked ones that exist, in the view's order, whether or not the filter shows them. */
export function selectMarked({ pods }: NodeView, marks: Marks | undefined): readonly Marked[] {
	if (!marks) return [];
	const { kind, keys } = marks;
	if (kind === 'pod') return pods.filter(({ uid }) => keys.has(podKey(uid))).map((pod) => ({ pod }));
	return pods.flatMap((pod) =>
		selectContainerRows(pod).flatMap((row) =>
			row.role === 'container' && keys.has(containerKey(pod, row)) ? [{ pod, container: row.container }] : [],
		),
	);
}

/** Whether a row is drawn as marked. */
export function isMarked(row: Row, marks: Marks | undefined): boolean {
	if (!marks) return false;
	const key = markOf(row)?.key;
	return key !== undefined && marks.keys.has(key);
}
