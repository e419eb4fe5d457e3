import { escapeText } from '../../format/escape.ts';
import { fitText, textWidth, truncate } from '../../format/width.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { EntryView, SheetView } from '../state/select-sheet-view.ts';
import { drawOutlook, drawPoint } from './consequence-lines.ts';
import { cutSegments, emptyLine, type Line, selectLine, textLine } from './line.ts';
import type { SheetParts } from './sheet-parts.ts';

/** Lines that the consequences of the highlighted entry have at least, where there are more than a few lines at all. */
const leastAbout = 6;

/** The menu: Cancel, the entries, and below them what would come of the highlighted one. */
export function selectMenuParts(model: ScreenModel, sheet: SheetView, height: number): SheetParts {
	const { columns } = model.layout;
	const glyphs = glyphsOf(model.options);
	const list = drawList(model, sheet, glyphs);
	const listHeight = Math.min(list.lines.length, Math.max(2, height - leastAbout));
	const top = Math.min(list.lines.length - listHeight, Math.max(0, list.highlighted - listHeight + 1));
	const gap = height - listHeight >= leastAbout ? [emptyLine] : [];
	return {
		title: `Actions on ${sheet.subject}`,
		head: [...list.lines.slice(top, top + listHeight), ...gap],
		body: drawAbout(sheet.entries[sheet.cursor - 1], columns, glyphs),
		foot: [],
	};
}

/** All lines of the list, and which of them is highlighted. */
function drawList(
	{ layout, options }: ScreenModel,
	{ entries, cursor }: SheetView,
	glyphs: Glyphs,
): { lines: Line[]; highlighted: number } {
	const titleWidth = Math.max(...entries.map(({ title }) => textWidth(escapeText(title))), 'Cancel'.length);
	const lines: Line[] = [];
	let highlighted = 0;
	const push = (line: Line, index: number) => {
		if (index === cursor) highlighted = lines.length;
		lines.push(index === cursor ? selectLine(line, layout.columns, options.color ? '' : glyphs.marker) : line);
	};
	push(textLine('   Cancel'), 0);
	for (const [index, entry] of entries.entries()) {
		if (entry.heading) lines.push(textLine(` ${entry.heading}`, 'dim'));
		push(drawEntry(entry, Math.min(titleWidth, layout.columns - 4), layout.columns, glyphs), index + 1);
	}
	return { lines, highlighted };
}

/** What it comes to stands beside it where there is room; why it cannot be done, always. */
function drawEntry({ title, command, refused }: EntryView, width: number, columns: number, glyphs: Glyphs): Line {
	const name = fitText(escapeText(title), width, 'left', { ellipsis: glyphs.ellipsis });
	const beside = refused === undefined ? command : `not now: ${refused}`;
	const room = columns - width - 6;
	const words = room < 16 ? '' : truncate(escapeText(beside), room, { ellipsis: glyphs.ellipsis });
	const tone = refused === undefined ? undefined : ('dim' as const);
	return {
		segments: cutSegments(
			[
				{ text: `   ${name}  `, tone },
				{ text: words, tone: 'dim' },
			],
			columns,
			glyphs.ellipsis,
		),
	};
}

function drawAbout(entry: EntryView | undefined, columns: number, glyphs: Glyphs): Line[] {
	if (!entry) return drawPoint(` ${glyphs.dot}`, 'nothing is done', columns, 'dim');
	if (entry.refused !== undefined) return drawPoint(' !', `cannot be done: ${entry.refused}`, columns, 'warn');
	return drawOutlook(entry, columns, glyphs);
}
