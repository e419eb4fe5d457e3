import type { Column, ColumnContext } from '../columns/column.ts';
import type { Measured } from '../columns/fit-columns.ts';
import { measureColumns } from './cells.ts';

/** Rows that are known to be the same as long as `key` is the same object. They are asked for only to be measured. */
export type RowGroup<Row> = { key: object; uid?: string; rows: () => readonly Row[] };

type Stories = ReturnType<NonNullable<ColumnContext['stories']>['get']>;
type Remembered = { light: object; stories: Stories; widths: readonly number[] };

/** Measures columns with a memory: on a node with many pods a change of one measures that one. */
export function createMeasure<Row>(): (
	columns: readonly Column<Row>[],
	groups: readonly RowGroup<Row>[],
	context: ColumnContext,
) => Measured<Row>[] {
	const remembered = new WeakMap<object, Remembered>();
	const lightOf = createLight();
	return (columns, groups, context) => {
		const light = lightOf(columns, context);
		const least = measureColumns(columns, [], context);
		const widest = least.map(({ natural }) => natural);
		for (const { key, uid, rows } of groups) {
			const stories = uid === undefined ? undefined : context.stories?.get(uid);
			let known = remembered.get(key);
			if (known?.light !== light || known.stories !== stories) {
				const widths = measureColumns(columns, rows(), context).map(({ natural }) => natural);
				known = { light, stories, widths };
				remembered.set(key, known);
			}
			widen(widest, known.widths);
		}
		return least.map(({ column }, index) => ({ column, natural: widest[index] ?? 0 }));
	};
}

/** An object for all that every group is measured in the light of: another one when any of it has changed. */
function createLight(): (columns: readonly unknown[], context: ColumnContext) => object {
	let known: readonly unknown[] = [];
	return (columns, { now, ascii, severalRuntimes, usage, listening }) => {
		const parts = [columns, now, ascii, severalRuntimes, usage, listening];
		if (known.length === 0 || parts.some((part, index) => part !== known[index])) known = parts;
		return known;
	};
}

function widen(widest: number[], widths: readonly number[]): void {
	for (let index = 0; index < widest.length; index++) {
		const width = widths[index] ?? 0;
		if (width > (widest[index] ?? 0)) widest[index] = width;
	}
}
