import { escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type Line, spreadLine } from './line.ts';
import { selectMenuParts } from './menu-lines.ts';
import { selectQuestionParts } from './question-lines.ts';
import type { SheetParts } from './sheet-parts.ts';

/** The menu of actions or its question, below the table: a title in a rule, then `model.layout.sheet - 1` lines at most. */
export function selectSheetLines(model: ScreenModel): Line[] {
	const parts = selectParts(model);
	if (!parts || !model.sheet) return [];
	const { layout, options } = model;
	const { head, body, foot, title } = parts;
	const room = bodyRoom(parts, model);
	const first = Math.min(model.sheet.scroll, Math.max(0, body.length - room));
	const last = Math.min(body.length, first + room);
	const { rule, ellipsis } = glyphsOf(options);
	const place = body.length > room ? ` ${first + 1}-${last} of ${body.length} ` : '';
	const words = truncate(escapeText(title), layout.columns - place.length - 7, { ellipsis, position: 'middle' });
	return [
		spreadLine(
			[
				{ text: rule.repeat(2), tone: 'dim' },
				{ text: ` ${words} `, tone: 'strong' },
			],
			[{ text: place + rule, tone: 'dim' }],
			layout.columns,
			ellipsis,
			rule,
		),
		...head,
		...body.slice(first, last),
		...foot,
	];
}

/** How far it can be scrolled. */
export function countHiddenSheetLines(model: ScreenModel): number {
	const parts = selectParts(model);
	return parts ? Math.max(0, parts.body.length - bodyRoom(parts, model)) : 0;
}

function bodyRoom({ head, foot }: SheetParts, { layout }: ScreenModel): number {
	return Math.max(1, layout.sheet - 1 - head.length - foot.length);
}

function selectParts(model: ScreenModel): SheetParts | undefined {
	const { sheet, layout } = model;
	if (!sheet) return undefined;
	const height = layout.sheet - 1;
	return sheet.question
		? selectQuestionParts(model, sheet, sheet.question, height)
		: selectMenuParts(model, sheet, height);
}
