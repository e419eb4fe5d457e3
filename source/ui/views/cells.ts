import { escapeText } from '../../format/escape.ts';
import { pad, textWidth, truncate } from '../../format/width.ts';
import type { Cell, Column, ColumnContext, ColumnSource, Segment, Tone } from '../columns/column.ts';
import type { Measured, Place } from '../columns/fit-columns.ts';

/** What drawing a table's lines takes besides rows and places. */
export type CellStyle = {
	context: ColumnContext;
	gap: number;
	ellipsis: string;
	/** Sources whose columns are old: drawn dim. */
	stale: ReadonlySet<ColumnSource>;
};

/** What stands for a value that is not known. */
const unknown = '-';

/** How wide each column's content is. Ages count with the room they may grow into. */
export function measureColumns<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	context: ColumnContext,
): Measured<Row>[] {
	return columns.map((column) => {
		let natural = textWidth(screenTitle(column));
		for (const row of rows) {
			const wanted =
				column.reserve?.(row, context) ?? textWidth(escapeText(column.read(row, context)?.text ?? unknown));
			if (wanted > natural) natural = wanted;
		}
		return { column, natural };
	});
}

/** The header as the screen has it. */
export function screenTitle<Row>({ screenTitle, title }: Column<Row>): string {
	return screenTitle ?? title;
}

/** One row's cells in their places. */
export function drawCells<Row>(row: Row, places: readonly Place<Row>[], style: CellStyle): Segment[] {
	return places.flatMap(({ column, width }, index) => {
		const cell = column.read(row, style.context) ?? { text: unknown, tone: 'dim' };
		const drawn = drawCell(cell, width, column.align, style.ellipsis, namesRow(column) ? 'middle' : 'end');
		const toned = style.stale.has(column.source) ? drawn.map(({ text }): Segment => ({ text, tone: 'dim' })) : drawn;
		return index === 0 ? toned : [{ text: ' '.repeat(style.gap) }, ...toned];
	});
}

/** Names are told apart by their beginnings and their ends. */
function namesRow<Row>({ id }: Column<Row>): boolean {
	return id === 'name' || id === 'container' || id === 'object';
}

function drawCell(
	cell: Cell,
	width: number,
	align: 'left' | 'right',
	ellipsis: string,
	position: 'middle' | 'end',
): Segment[] {
	const text = escapeText(cell.text);
	const size = textWidth(text);
	if (size <= width && cell.parts && align === 'left') {
		const parts = cell.parts.map((part): Segment => ({ ...part, text: escapeText(part.text) }));
		return [...parts, { text: ' '.repeat(width - size) }];
	}
	const short = size <= width || cell.short === undefined ? text : escapeText(cell.short);
	return [{ text: pad(truncate(short, width, { ellipsis, position }), width, align), tone: cell.tone }];
}

/** The titles in their places, each optionally with a sign behind it. */
export function drawTitles<Row>(
	places: readonly Place<Row>[],
	gap: number,
	ellipsis: string,
	signOf: (column: Column<Row>) => string = () => '',
	tone: Tone = 'dim',
): Segment[] {
	const titles = places.map(({ column, width }) => {
		const sign = signOf(column);
		return pad(truncate(screenTitle(column), width - textWidth(sign), { ellipsis }) + sign, width, column.align);
	});
	return [{ text: titles.join(' '.repeat(gap)), tone }];
}
