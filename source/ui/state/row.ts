import type { PodView, UnmatchedView } from '../../core/node-view.ts';
import type { ContainerRow } from '../columns/container-row.ts';

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

/** Whether the cursor can stand on it. */
export function isSelectable(row: Row): boolean {
	return row.kind !== 'heading';
}
