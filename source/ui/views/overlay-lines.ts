import { escapeBlock, escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import { breakLine, wrapWords } from '../../format/wrap.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { memoizeLast } from '../state/memoize-last.ts';
import type { ScreenLayout } from '../state/screen-layout.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { DetailsOverlay, StoryOverlay, TextOverlay } from '../state/screen-state.ts';
import { selectChoiceOverlay } from './choice-overlay.ts';
import { selectFindingsOverlay, selectFindingsOverlayTitle } from './findings-overlay.ts';
import { selectHelpLines } from './help-lines.ts';
import { type Line, spreadLine, textLine } from './line.ts';
import { selectLogOverlay } from './log-overlay.ts';
import { selectStoriesOverlay } from './stories-overlay.ts';
import { selectStoryLines, storyStyle } from './story-lines.ts';

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
	if (overlay.kind === 'stories') return selectStoriesOverlay(model);
	if (overlay.kind === 'log') return selectLogOverlay(model, overlay);
	if (overlay.kind === 'choice') return selectChoiceOverlay(model, overlay);
	const glyphs = glyphsOf(options);
	const content = selectContent(model);
	const height = overlayHeight(layout);
	const first = Math.min(overlay.scroll, Math.max(0, content.length - height));
	const name = titleOf(overlay, model);
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

function titleOf(overlay: TextOverlay, model: ScreenModel): string {
	if (overlay.kind === 'story') return 'A restart of a pod that is not listed';
	if (overlay.kind === 'findings') return selectFindingsOverlayTitle(model);
	return overlay.kind === 'help' ? 'Help' : escapeText(overlay.title);
}

function selectContent(model: ScreenModel): readonly Line[] {
	const { overlay } = model.screen;
	if (!overlay || !('scroll' in overlay)) return [];
	if (overlay.kind === 'story') return selectStory(overlay, model);
	if (overlay.kind === 'findings') return selectFindingsOverlay(model);
	return overlay.kind === 'help' ? selectHelpLines(model) : selectDetailsLines(overlay, model.layout.columns);
}

/** With the pod named, as no row does it. */
function selectStory({ id }: StoryOverlay, model: ScreenModel): readonly Line[] {
	const story = model.stories.stories.find((other) => other.id === id);
	if (!story) return [textLine(' it is too long ago: pausetop does not keep it any more', 'dim')];
	const pod = truncate(
		` ${escapeText(`${story.kubeNamespace}/${story.pod}`)}`,
		model.layout.columns,
		glyphsOf(model.options),
	);
	return [textLine(pod, 'accent'), ...selectStoryLines([story], storyStyle(model))];
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
