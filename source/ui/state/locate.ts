import { isSelectable, type Row } from './row.ts';
import type { Selection } from './screen-state.ts';

/** Where the selected row is now, and which row is the window's first. */
export type Location = { index: number; top: number };

/**
 * Finds the selected row. If it is gone: what it belonged to (its pod), else what stands in its place now. The window is
 * laid so that the row stays on its line of the screen.
 */
export function locate(rows: readonly Row[], selection: Selection | undefined, height: number): Location {
	const index = findIndex(rows, selection);
	const line = Math.min(selection?.line ?? index, Math.max(0, height - 1));
	const last = Math.max(0, rows.length - height);
	return { index, top: Math.min(last, Math.max(0, index - line)) };
}

function findIndex(rows: readonly Row[], selection: Selection | undefined): number {
	if (!selection) return nearestSelectable(rows, 0);
	const found = rows.findIndex(({ key }) => key === selection.key);
	if (found >= 0) return found;
	const parent = rows.findIndex(({ key }) => selection.key.startsWith(`${key} `));
	return parent >= 0 ? parent : nearestSelectable(rows, Math.min(selection.index, rows.length - 1));
}

/** The row itself, else the next one below that the cursor can stand on, else above; -1 only if there is none. */
export function nearestSelectable(rows: readonly Row[], index: number): number {
	for (let at = Math.max(0, index); at < rows.length; at++) {
		const row = rows[at];
		if (row && isSelectable(row)) return at;
	}
	return rows.findLastIndex((row, at) => at < index && isSelectable(row));
}

/** The selection after moving to a row: the window follows only when the row would leave it. */
export function selectAt(
	rows: readonly Row[],
	index: number,
	{ top }: Location,
	height: number,
): Selection | undefined {
	const row = rows[index];
	if (!row) return undefined;
	return { key: row.key, index, line: Math.min(Math.max(0, index - top), Math.max(0, height - 1)) };
}
