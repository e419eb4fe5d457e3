import { escapeBlock, escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { memoizeLast } from '../state/memoize-last.ts';
import type { ScreenLayout } from '../state/screen-layout.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { DetailsOverlay } from '../state/screen-state.ts';
import { selectHelpLines } from './help-lines.ts';
import { type Line, spreadLine, textLine } from './line.ts';
import { breakLine, wrapWords } from './wrap-text.ts';

/** How many lines an overlay shows: between header with its title, and footer. */
export function overlayHeight({ rows }: ScreenLayout): number {
	return Math.max(1, rows - 4);
}

/** How many lines it would show with room for all. */
export function countOverlayLines(model: ScreenModel): number {
	return selectContent(model).length;
}

/** Title, rule and the lines in sight of help or details. */
export function selectOverlayLines(model: ScreenModel): Line[] {
	const { layout, options, screen } = model;
	const { overlay } = screen;
	if (!overlay) return [];
	const glyphs = glyphsOf(options);
	const content = selectContent(model);
	const height = overlayHeight(layout);
	const first = Math.min(overlay.scroll, Math.max(0, content.length - height));
	const name = overlay.kind === 'help' ? 'Help' : escapeText(overlay.title);
	const last = Math.min(content.length, first + height);
	const place = content.length > height ? `${first + 1}-${last} of ${content.length} ` : '';
	const title = truncate(name, layout.columns - place.length - 4, { ellipsis: glyphs.ellipsis, position: 'middle' });
	return [
		spreadLine(
			[{ text: ` ${title}`, tone: 'strong' }],
			[{ text: place, tone: 'dim' }],
			layout.columns,
			glyphs.ellipsis,
		),
		textLine(glyphs.rule.repeat(layout.columns), 'dim'),
		...content.slice(first, last),
	];
}

function selectContent(model: ScreenModel): readonly Line[] {
	const { overlay } = model.screen;
	if (!overlay) return [];
	return overlay.kind === 'help' ? selectHelpLines(model) : selectDetailsLines(overlay, model.layout.columns);
}

function selectDetailsLines({ text, error }: DetailsOverlay, columns: number): readonly Line[] {
	if (error !== undefined) return wrapWords(escapeText(error), columns - 2).map((line) => textLine(` ${line}`, 'bad'));
	if (text === undefined) return [textLine(' reading', 'dim')];
	return breakText(text, columns - 2);
}

/** Long lines are broken, never cut: the end of an annotation can be what is looked for. */
const breakText = memoizeLast((text: string, width: number): readonly Line[] =>
	escapeBlock(text.trimEnd())
		.split('\n')
		.flatMap((line) => breakLine(line, width))
		.map((line) => textLine(` ${line}`)),
);
