import { truncate } from '../../format/width.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { smallestSize } from '../state/screen-layout.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { selectActionLine } from './action-line.ts';
import { selectFooterLine } from './footer-line.ts';
import { selectHeaderLine } from './header-line.ts';
import { emptyLine, type Line, textLine } from './line.ts';
import { selectNoticeLines } from './notice-lines.ts';
import { selectOverlayLines } from './overlay-lines.ts';
import { panes } from './panes.ts';
import { selectSheetLines } from './sheet-lines.ts';
import { selectTabLines } from './tab-lines.ts';
import { createSelectTable } from './table-lines.ts';

/** The whole screen: always exactly as many lines as the terminal has. More would make every frame clear it. */
export function createSelectFrame(): (model: ScreenModel) => Line[] {
	const selectTable = createSelectTable();
	return (model) => {
		const { layout } = model;
		if (layout.tooSmall) return fill(selectTooSmall(model), layout.rows);
		const header = selectHeaderLine(model);
		const footer = hasNewsInFooter(model) ? selectActionLine(model) : selectFooterLine(model);
		const body = model.screen.overlay ? selectOverlayLines(model) : selectBody(model, selectTable);
		return [header, ...fill(body, layout.rows - 2), footer];
	};
}

function selectBody(model: ScreenModel, selectTable: ReturnType<typeof createSelectTable>): Line[] {
	const { layout, screen } = model;
	const lines = selectNoticeLines(model);
	if (layout.table > 0) {
		const { header, body } = selectTable(model);
		lines.push(header, ...fill(body, layout.table));
	}
	if (layout.sheet > 0) lines.push(...selectSheetLines(model));
	if (layout.pane > 0) {
		lines.push(...selectTabLines(model), ...fill(panes[screen.pane].lines(model), layout.pane));
	}
	if (layout.news === 'pane') lines.push(selectActionLine(model));
	return lines;
}

/** On a low terminal the key hints give way; but not what is typed. */
function hasNewsInFooter({ layout, screen }: ScreenModel): boolean {
	return layout.news === 'footer' && !screen.overlay && !screen.filter.editing;
}

function fill(lines: readonly Line[], height: number): Line[] {
	return Array.from({ length: Math.max(0, height) }, (_, index) => lines[index] ?? emptyLine);
}

function selectTooSmall({ layout, options }: ScreenModel): Line[] {
	const { times } = glyphsOf(options);
	const { columns, rows } = layout;
	const words = `pausetop needs ${smallestSize.columns}${times}${smallestSize.rows}`;
	return [words, `this is ${columns}${times}${rows}`].map((line) =>
		textLine(truncate(line, columns, glyphsOf(options))),
	);
}
