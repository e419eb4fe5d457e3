import { escapeText } from '../../format/escape.ts';
import { textWidth, truncate } from '../../format/width.ts';
import { wrapWords } from '../../format/wrap.ts';
import type { Segment } from '../columns/column.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { QuestionView, SheetView } from '../state/select-sheet-view.ts';
import { drawOutlook, drawPoint } from './consequence-lines.ts';
import { cutSegments, emptyLine, type Line, textLine } from './line.ts';
import type { SheetParts } from './sheet-parts.ts';

/** The question before an action: what it is about, what would come of it, what has to be typed, and the buttons. */
export function selectQuestionParts(
	{ layout, options }: ScreenModel,
	{ subject }: SheetView,
	question: QuestionView,
	height: number,
): SheetParts {
	const { columns } = layout;
	const glyphs = glyphsOf(options);
	const head = drawQuestion(question, columns);
	const outlook = [
		...drawRequest(question, columns),
		...(question.refused === undefined
			? drawOutlook(question, columns, glyphs)
			: drawRefusal(question.refused, columns)),
	];
	const foot = [...drawInput(question, columns, glyphs), drawButtons(question, columns, glyphs)];
	const isRoomy = head.length + outlook.length + foot.length + 2 <= height;
	const space = isRoomy ? [emptyLine] : [];
	return {
		title: `Confirm: ${subject}`,
		head: [],
		body: [...head, ...space, ...outlook],
		foot: [...space, ...foot],
	};
}

function drawQuestion({ question }: QuestionView, columns: number): Line[] {
	return wrapWords(escapeText(question), columns - 2).map((line) => textLine(` ${line}`, 'strong'));
}

function drawRefusal(refused: string, columns: number): Line[] {
	return drawPoint('!!', `It cannot be done: ${refused}. Nothing is done.`, columns, 'bad');
}

function askFor(expected: string): string {
	return ` Type ${escapeText(expected)} to confirm: `;
}

/** Whether what has to be typed can stand before what is typed. Otherwise it scrolls with the rest. */
function fitsBeside(expected: string, columns: number): boolean {
	return 2 * textWidth(expected) + 30 <= columns;
}

function drawRequest({ expected }: QuestionView, columns: number): Line[] {
	if (expected === undefined || fitsBeside(expected, columns)) return [];
	return wrapWords(`Type ${escapeText(expected)} to confirm.`, columns - 2).map((line) => textLine(` ${line}`));
}

/** What has been typed so far. */
function drawInput({ expected, typed }: QuestionView, columns: number, glyphs: Glyphs): Line[] {
	if (expected === undefined) return [];
	const words = fitsBeside(expected, columns) ? askFor(expected) : ' Typed: ';
	const room = Math.max(4, columns - textWidth(words) - 12);
	const shown = truncate(escapeText(typed), room, { ellipsis: glyphs.ellipsis, position: 'middle' });
	const isWrong = !expected.startsWith(typed);
	const input: Segment[] = [
		{ text: words },
		{ text: shown, tone: isWrong ? 'bad' : 'strong' },
		{ text: '_', tone: 'badge' },
		...(isWrong ? [{ text: '  differs', tone: 'bad' as const }] : []),
	];
	return [{ segments: cutSegments(input, columns, glyphs.ellipsis) }];
}

/** Which one enter presses is said by a marker, not only by its ground. */
function drawButtons({ refused, focus, title, expected, typed }: QuestionView, columns: number, glyphs: Glyphs): Line {
	const isReady = expected === undefined || expected === typed;
	const act = refused === undefined ? [button(escapeText(title), focus === 'act', isReady, glyphs)] : [];
	const buttons = [button('Cancel', focus === 'cancel', true, glyphs), ...act];
	const segments = buttons.flatMap((each): Segment[] => [{ text: '  ' }, ...each]);
	return { segments: cutSegments(segments, columns, glyphs.ellipsis) };
}

function button(label: string, isFocused: boolean, isReady: boolean, glyphs: Glyphs): Segment[] {
	return [
		{ text: isFocused ? glyphs.marker : ' ' },
		{ text: `[${label}]`, tone: isFocused ? 'badge' : isReady ? undefined : 'dim' },
	];
}
