import { pad, textWidth, truncate } from '../format/width.ts';

/** A column of a table that fits into a terminal. */
export type LayoutColumn = {
	title: string;
	align?: 'right';
	/** May be cut down to so many columns where the terminal is too narrow; those that stand later are cut first. */
	least?: number;
	/** What is left out of a cut cell; absent: its end. */
	cut?: 'middle';
};

export type Cells = readonly string[];

const gap = 2;

/**
 * Tables one below the other, with the same columns in the same places, each as its lines, the titles first. Cells must be
 * escaped already. Only ASCII is added. Without `width` as wide as they need to be, as for a pipe.
 */
export function layOutTables(
	columns: readonly LayoutColumn[],
	tables: readonly (readonly Cells[])[],
	width?: number,
): string[][] {
	const titles = columns.map(({ title }) => title);
	const widths = columns.map(({ title }, index) => {
		const cells = tables.flatMap((rows) => rows.map((row) => textWidth(row[index] ?? '')));
		return cells.reduce((most, each) => Math.max(most, each), textWidth(title));
	});
	if (width !== undefined) shrink(widths, columns, width);
	const formatLine = (cells: Cells) => cutLine(joinCells(cells, columns, widths), width);
	return tables.map((rows) => [titles, ...rows].map(formatLine));
}

/** A line of a text that has to fit into the terminal. */
export function cutLine(line: string, width: number | undefined): string {
	return width === undefined ? line : truncate(line, width, { ellipsis: '~' });
}

function shrink(widths: number[], columns: readonly LayoutColumn[], width: number): void {
	let excess = widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1) - width;
	for (const [index, { title, least }] of [...columns.entries()].reverse()) {
		const own = widths[index] ?? 0;
		if (excess <= 0 || least === undefined) continue;
		const taken = Math.min(excess, Math.max(0, own - Math.max(least, textWidth(title))));
		widths[index] = own - taken;
		excess -= taken;
	}
}

function joinCells(cells: Cells, columns: readonly LayoutColumn[], widths: readonly number[]): string {
	return cells
		.map((cell, index) => {
			const column = columns[index];
			const width = widths[index] ?? 0;
			const text = truncate(cell, width, { ellipsis: '~', position: column?.cut ?? 'end' });
			return pad(text, width, column?.align ?? 'left');
		})
		.join(' '.repeat(gap))
		.trimEnd();
}
