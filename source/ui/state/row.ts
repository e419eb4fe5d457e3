import type { PodView, UnmatchedView } from '../../core/node-view.ts';
import { type ContainerRow, incarnationOf, nameOf } from '../columns/container-row.ts';

/** A line of the table. `key` identifies what it is about across time: a container's row outlives its incarnations. */
export type Row = { key: string } & (
	| { kind: 'pod'; pod: PodView; unfolded: boolean }
	| { kind: 'container'; pod: PodView; row: ContainerRow }
	| { kind: 'ended'; pod: PodView }
	| { kind: 'heading'; text: string }
	| { kind: 'unmatched'; container: UnmatchedView }
);

/** The pod a row is about, if any. */
export function podOf(row: Row | undefined): PodView | undefined {
	return row && 'pod' in row ? row.pod : undefined;
}

/** The key of a pod's own row. */
export function podKey(uid: string): string {
	return `pod ${uid}`;
}

/** The key of a row under a pod: an older incarnation that still runs stands beside the current one under the same name. */
export function containerKey(pod: PodView, row: ContainerRow): string {
	const { current, id } = incarnationOf(row);
	return `${podKey(pod.uid)} ${row.role} ${nameOf(row)}${current ? '' : ` ${id}`}`;
}

/** Whether the cursor can stand on it. */
export function isSelectable(row: Row): boolean {
	return row.kind !== 'heading';
}
