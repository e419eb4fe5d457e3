import { pad, textWidth } from './width.ts';

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
