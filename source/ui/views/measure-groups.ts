import type { Column, ColumnContext } from '../columns/column.ts';
import type { Measured } from '../columns/fit-columns.ts';
import { measureColumns } from './cells.ts';

/** Rows that are known to be the same as long as `key` is the same object. */
export type RowGroup<Row> = { key: object; uid?: string; rows: readonly Row[] };

type Remembered = { on: readonly unknown[]; widths: readonly number[] };

/** Measures columns with a memory: on a node with many pods a change of one measures that one. */
export function createMeasure<Row>(): (
	columns: readonly Column<Row>[],
	groups: readonly RowGroup<Row>[],
	context: ColumnContext,
) => Measured<Row>[] {
	const remembered = new WeakMap<object, Remembered>();
	const measure = (columns: readonly Column<Row>[], { key, uid, rows }: RowGroup<Row>, context: ColumnContext) => {
		const { now, ascii, severalRuntimes, stories, usage, listening } = context;
		const on = [columns, now, ascii, severalRuntimes, stories?.get(uid ?? ''), usage, listening];
		const known = remembered.get(key);
		if (known?.on.every((each, index) => each === on[index])) return known.widths;
		const widths = measureColumns(columns, rows, context).map(({ natural }) => natural);
		remembered.set(key, { on, widths });
		return widths;
	};
	return (columns, groups, context) => {
		const least = measureColumns(columns, [], context);
		const widest = least.map(({ natural }) => natural);
		for (const group of groups) {
			for (const [index, width] of measure(columns, group, context).entries()) {
				if (width > (widest[index] ?? 0)) widest[index] = width;
			}
		}
		return least.map(({ column }, index) => ({ column, natural: widest[index] ?? 0 }));
	};
}
