import type { PodView } from '../../core/node-view.ts';
import type { Segment } from '../columns/column.ts';
import type { ContainerRow } from '../columns/container-row.ts';
import { severitySign, severityTone } from '../columns/finding-words.ts';
import type { Place } from '../columns/fit-columns.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import { selectRowSeverity } from '../state/finding-index.ts';
import type { Row } from '../state/row.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { selectInsideIndex } from '../state/select-inside-index.ts';
import { selectStaleSources } from '../state/select-notices.ts';
import { hasSeveralRuntimes } from '../state/several-runtimes.ts';
import { type CellStyle, drawCells, drawTitles } from './cells.ts';
import { selectEmptyText } from './empty-text.ts';
import { formatEnded } from './ended-text.ts';
import { cutSegments, emptyLine, type Line, selectLine, textLine } from './line.ts';
import { selectRowSign } from './row-sign.ts';
import { asContainerRow, createSelectPlaces, foldWidth, indent, margin, type TablePlaces } from './table-places.ts';

/** The table's header and the lines in sight. */
export function createSelectTable(): (model: ScreenModel) => { header: Line; body: Line[] } {
	const selectPlaces = createSelectPlaces();
	return (model) => {
		const places = selectPlaces(model);
		return { header: model.rows.length > 0 ? drawHeader(model, places) : emptyLine, body: drawBody(model, places) };
	};
}

function drawHeader({ screen, options }: ScreenModel, { pods, gap }: TablePlaces): Line {
	const glyphs = glyphsOf(options);
	const sign = screen.sort?.descending ? glyphs.descending : glyphs.ascending;
	const titles = pods.flatMap((place, index): Segment[] => [
		{ text: ' '.repeat(spaceBefore(place, index, gap) + (place.column.id === 'name' ? foldWidth : 0)) },
		...drawTitles([place], gap, glyphs.ellipsis, ({ id }) => (id === screen.sort?.column ? sign : '')),
	]);
	return { segments: titles };
}

function drawBody(model: ScreenModel, places: TablePlaces): Line[] {
	const { rows, location, layout, options, screen, node } = model;
	if (rows.length === 0) return [textLine(` ${selectEmptyText(model)}`, 'dim')];
	const glyphs = glyphsOf(options);
	const style: CellStyle = {
		context: {
			now: node.now,
			ascii: options.ascii,
			wide: screen.wide,
			severalRuntimes: hasSeveralRuntimes(node),
			stories: model.stories.byPod,
			...selectInsideIndex(node.inside),
		},
		gap: places.gap,
		ellipsis: glyphs.ellipsis,
		stale: selectStaleSources(node),
	};
	return rows.slice(location.top, location.top + layout.table).map((row, offset) => {
		const signs = { row: selectRowSign(row, model, glyphs), finding: selectFindingSign(row, model, glyphs) };
		const segments = cutSegments(drawRow(row, places, style, options.ascii, signs), layout.columns, glyphs.ellipsis);
		const isSelected = location.top + offset === location.index;
		return isSelected ? selectLine({ segments }, layout.columns, options.color ? '' : glyphs.marker) : { segments };
	});
}

/** What is said of a row besides its cells. Neither takes room of its own. */
type Signs = {
	/** Before the name. */
	row: string;
	/** Before what is said of its state: that may be wrong, or not all there is to say. */
	finding?: Segment;
};

function selectFindingSign(row: Row, { findings }: ScreenModel, glyphs: Glyphs): Segment | undefined {
	const severity = selectRowSeverity(row, findings);
	return severity && { text: severitySign(severity, glyphs), tone: severityTone(severity) };
}

function drawRow(row: Row, places: TablePlaces, style: CellStyle, ascii: boolean, signs: Signs): Segment[] {
	const glyphs = glyphsOf({ ascii });
	switch (row.kind) {
		case 'pod':
			return drawPod(row.pod, places.pods, row.unfolded ? glyphs.unfolded : glyphs.folded, signs, style);
		case 'container':
			return [...drawIndent(signs.row), ...drawContainer(row.row, places.containers, signs.finding, style)];
		case 'ended':
			return [{ text: `${' '.repeat(indent)}${glyphs.branch} ${formatEnded(row.pod, style.context)}`, tone: 'dim' }];
		case 'heading':
			return [{ text: ` ${row.text}`, tone: 'dim' }];
		case 'unmatched':
			return [{ text: ' '.repeat(indent) }, ...drawCells(asContainerRow(row.container), places.containers, style)];
	}
}

/** The first column is for the selection's marker. */
function drawIndent(rowSign: string): Segment[] {
	if (rowSign === '') return [{ text: ' '.repeat(indent) }];
	return [{ text: ' '.repeat(margin) }, { text: rowSign, tone: 'accent' }, { text: ' '.repeat(indent - margin - 1) }];
}

function drawContainer(
	row: ContainerRow,
	places: readonly Place<ContainerRow>[],
	finding: Segment | undefined,
	style: CellStyle,
): Segment[] {
	return places.flatMap((place, index): Segment[] => [
		...drawGap(index === 0 ? 0 : style.gap, place.column.id === 'state' ? finding : undefined),
		...drawCells(row, [place], style),
	]);
}

function drawPod(
	pod: PodView,
	places: readonly Place<PodView>[],
	sign: string,
	{ row, finding }: Signs,
	style: CellStyle,
): Segment[] {
	return places.flatMap((place, index): Segment[] => [
		...drawGap(spaceBefore(place, index, style.gap), place.column.id === 'status' ? finding : undefined),
		...(place.column.id === 'name' ? drawFoldSign(sign, row) : []),
		...drawCells(pod, [place], style),
	]);
}

/** A sign takes the place of the last space before the cell. */
function drawGap(width: number, sign: Segment | undefined): Segment[] {
	return sign && width > 0 ? [{ text: ' '.repeat(width - 1) }, sign] : [{ text: ' '.repeat(width) }];
}

/** What is said of the row takes the place of the space between fold sign and name, so that nothing moves. */
function drawFoldSign(sign: string, rowSign: string): Segment[] {
	if (rowSign === '') return [{ text: `${sign} `, tone: 'dim' }];
	return [
		{ text: sign, tone: 'dim' },
		{ text: rowSign, tone: 'accent' },
	];
}

/** The fold sign needs one space before it: the one behind it sets it apart from the name. */
function spaceBefore({ column }: Place<PodView>, index: number, gap: number): number {
	if (index === 0) return margin;
	return column.id === 'name' ? 1 : gap;
}
