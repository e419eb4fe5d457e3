import { type Align, fitText, pad, type TruncateOptions, textWidth } from './width.ts';

/** kubectl's tabwriter settings: three spaces between columns, no column narrower than six with them. */
const tableGap = 3;
const tableMin = 6;

/**
 * A table as kubectl prints it, each line ended with a line break, without trailing spaces. Cells must be escaped already.
 * Without headers (`[]`) it prints the rows only.
 */
export function formatTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
	const lines = headers.length > 0 ? [headers, ...rows] : rows;
	const widths: number[] = [];
	for (const line of lines) {
		for (const [index, cell] of line.entries()) {
			widths[index] = Math.max(widths[index] ?? tableMin, textWidth(cell) + tableGap);
		}
	}
	return lines
		.map(
			(line) =>
				`${line
					.map((cell, index) => pad(cell, widths[index] ?? 0))
					.join('')
					.trimEnd()}\n`,
		)
		.join('');
}

/** What a column asks for. */
export type TableColumn = {
	/** What goes first when there is no room: the highest number. */
	priority: number;
	/** Down to how many columns of the terminal its cells may be cut; without it they are never cut. */
	min?: number;
	align?: Align;
	/** Width of each cell, the header's among them. */
	widths: readonly number[];
};

/** What a column gets. */
export type TablePlace = {
	/** Which of the columns it is. */
	index: number;
	width: number;
	align: Align;
};

/**
 * Which columns fit into `width` with `gap` spaces between them, in their order, and how wide each is. The columns with the
 * highest priority number are dropped first (of equal ones the rightmost), so a wider terminal never loses a column; those
 * that stay share the room, and none is wider than its widest cell. The last one to stay is cut rather than dropped.
 */
export function layoutColumns(request: { columns: readonly TableColumn[]; width: number; gap?: number }): TablePlace[] {
	const { columns, width, gap = 1 } = request;
	const wanted = columns.map((column) => column.widths.reduce((widest, cell) => Math.max(widest, cell), 0));
	const needed = columns.map((column, index) => Math.min(column.min ?? Number.POSITIVE_INFINITY, wanted[index] ?? 0));
	const at = (list: readonly number[], index: number) => list[index] ?? 0;
	const room = (kept: readonly number[]) => width - gap * Math.max(0, kept.length - 1);
	const need = (kept: readonly number[]) => kept.reduce((total, index) => total + at(needed, index), 0);

	const byPriority = columns.map((_, index) => index).sort((a, b) => prioritize(columns, a, b));
	while (byPriority.length > 1 && need(byPriority) > room(byPriority)) {
		byPriority.pop();
	}
	const kept = byPriority.sort((a, b) => a - b);
	const widths = shareRoom(
		kept.map((index) => at(needed, index)),
		kept.map((index) => at(wanted, index)),
		Math.max(0, room(kept)),
	);
	return width > 0
		? kept.map((index, place) => ({ index, width: at(widths, place), align: columns[index]?.align ?? 'left' }))
		: [];
}

function prioritize(columns: readonly TableColumn[], a: number, b: number): number {
	return (columns[a]?.priority ?? 0) - (columns[b]?.priority ?? 0) || a - b;
}

/** Gives each what it needs, then deals out the rest one by one to the narrowest that still wants more. */
function shareRoom(needed: readonly number[], wanted: readonly number[], room: number): number[] {
	const widths = needed.map((need) => Math.min(need, room));
	let rest = room - widths.reduce((total, width) => total + width, 0);
	while (rest > 0) {
		let narrowest = -1;
		for (const [index, width] of widths.entries()) {
			if (width < (wanted[index] ?? 0) && (narrowest < 0 || width < (widths[narrowest] ?? 0))) {
				narrowest = index;
			}
		}
		if (narrowest < 0) {
			break;
		}
		widths[narrowest] = (widths[narrowest] ?? 0) + 1;
		rest--;
	}
	return widths;
}

/** Puts cells into the places that layoutColumns gave, each cut or padded, `gap` spaces between them. */
export function formatCells(
	cells: readonly string[],
	places: readonly TablePlace[],
	{ gap = 1, ...options }: TruncateOptions & { gap?: number } = {},
): string {
	return places
		.map(({ index, width, align }) => fitText(cells[index] ?? '', width, align, options))
		.join(' '.repeat(gap));
}
