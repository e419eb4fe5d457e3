import type { PodHistory } from '../../core/pod-history.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { truncate } from '../../format/width.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { drawStoryParts, type StoryStyle } from '../columns/story-waterfall.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { emptyLine, type Line, textLine } from './line.ts';
import { selectStoryLines, storyStyle } from './story-lines.ts';
import { describeUnkept, isCutShort } from './unkept-text.ts';

/** Whose restarts these are, and how many are known. */
export function selectRestartsTitle(model: ScreenModel): string {
	const { pod } = model;
	if (!pod) return '';
	const stories = storiesOf(model);
	const running = stories.filter(({ status }) => status === 'running').length;
	const whole = isCutShort(stories, historyOf(model)) ? `the newest ${stories.length}` : `${stories.length} seen`;
	const counts = [...(stories.length > 0 ? [whole] : []), ...(running > 0 ? [`${running} not over`] : [])];
	return [`${pod.kubeNamespace}/${pod.name}`, ...counts].join(', ');
}

/** The stories of the selected pod, newest first; below the oldest what is no longer kept. */
export function selectRestartsLines(model: ScreenModel): Line[] {
	const { layout, screen, options } = model;
	const stories = storiesOf(model);
	const unkept = selectUnkept(model);
	if (stories.length === 0) {
		const nothing = [selectNothing(model), ...(unkept === undefined ? [] : [unkept])].join('; ');
		return [textLine(truncate(nothing, layout.columns, glyphsOf(options)), 'dim')];
	}
	const [newest] = stories;
	const followed = newest && screen.paneScroll === 0 && selectFollowed(newest, layout.pane, storyStyle(model));
	if (followed) return followed;
	const wanted = screen.paneScroll + layout.pane;
	const told = selectUpTo(stories, wanted, storyStyle(model));
	const lines = told.length < wanted ? [...told, ...drawUnkept(unkept, model)] : told;
	const first = Math.min(screen.paneScroll, Math.max(0, lines.length - layout.pane));
	return lines.slice(first, first + layout.pane);
}

/**
 * A story that runs and is longer than the pane: what is going on stays in sight below its head, what lies before is left out.
 * Nothing for a story that need not be followed.
 */
function selectFollowed(story: RestartStory, height: number, style: StoryStyle): Line[] | undefined {
	if (story.status !== 'running') return undefined;
	const { head, steps, current } = drawStoryParts(story, style);
	const room = height - head.length - 1;
	if (head.length + steps.length <= height || room < 1) return undefined;
	// with what is awaited next
	const end = Math.max(room, Math.min(steps.length, current + 3));
	const first = Math.max(0, end - room);
	if (first === 0) return undefined;
	const { ellipsis } = glyphsOf(style);
	const note = truncate(
		`        ${ellipsis}  ${first} earlier ${first === 1 ? 'step' : 'steps'}: J scrolls`,
		style.columns,
		{ ellipsis },
	);
	return [
		...head.map((segments) => ({ segments })),
		textLine(note, 'dim'),
		...steps.slice(first, end).map((segments) => ({ segments })),
	];
}

/** As many lines as are wanted, or all: the stories below what is in sight are not drawn. */
function selectUpTo(stories: readonly RestartStory[], wanted: number, style: StoryStyle): Line[] {
	const lines: Line[] = [];
	for (const story of stories) {
		if (lines.length >= wanted) break;
		if (lines.length > 0) lines.push(emptyLine);
		lines.push(...selectStoryLines([story], style));
	}
	return lines;
}

export function countRestartsLines(model: ScreenModel): number {
	const told = selectStoryLines(storiesOf(model), storyStyle(model)).length;
	return told === 0 ? 1 : told + drawUnkept(selectUnkept(model), model).length;
}

function drawUnkept(unkept: string | undefined, { layout, options }: ScreenModel): Line[] {
	if (unkept === undefined) return [];
	return [emptyLine, textLine(truncate(`   ${unkept}`, layout.columns, glyphsOf(options)), 'dim')];
}

function selectUnkept(model: ScreenModel): string | undefined {
	const { now } = model.node;
	return describeUnkept(storiesOf(model), historyOf(model), { now, utc: model.options.utc });
}

/** On which line of its pod's pane a story begins. */
export function findStoryLine(model: ScreenModel, { id, podUid }: RestartStory): number {
	const stories = model.stories.byPod.get(podUid) ?? [];
	const before = stories.slice(
		0,
		Math.max(
			0,
			stories.findIndex((story) => story.id === id),
		),
	);
	return before.length === 0 ? 0 : selectStoryLines(before, storyStyle(model)).length + 1;
}

function storiesOf({ pod, stories }: ScreenModel): readonly RestartStory[] {
	return (pod && stories.byPod.get(pod.uid)) ?? [];
}

function historyOf({ pod, node }: ScreenModel): PodHistory | undefined {
	return pod && node.histories.get(pod.uid);
}

function selectNothing({ pod, selected }: ScreenModel): string {
	if (pod) return '   no restart of this pod has been seen; R lists those of the whole node';
	return selected ? '   it belongs to no pod: nothing restarts it' : '';
}
