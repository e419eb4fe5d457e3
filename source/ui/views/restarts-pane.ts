import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { truncate } from '../../format/width.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { drawStoryParts, type StoryStyle } from '../columns/story-waterfall.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { emptyLine, type Line, textLine } from './line.ts';
import { selectStoryLines, storyStyle } from './story-lines.ts';

/** Whose restarts these are, and how many are known. */
export function selectRestartsTitle(model: ScreenModel): string {
	const { pod } = model;
	if (!pod) return '';
	const stories = storiesOf(model);
	const running = stories.filter(({ status }) => status === 'running').length;
	const counts = [
		...(stories.length > 0 ? [`${stories.length} seen`] : []),
		...(running > 0 ? [`${running} not over`] : []),
	];
	return [`${pod.kubeNamespace}/${pod.name}`, ...counts].join(', ');
}

/** The stories of the selected pod, newest first. */
export function selectRestartsLines(model: ScreenModel): Line[] {
	const { layout, screen, options } = model;
	const stories = storiesOf(model);
	if (stories.length === 0) return [textLine(truncate(selectNothing(model), layout.columns, glyphsOf(options)), 'dim')];
	const [newest] = stories;
	const followed = newest && screen.paneScroll === 0 && selectFollowed(newest, layout.pane, storyStyle(model));
	if (followed) return followed;
	const lines = selectUpTo(stories, screen.paneScroll + layout.pane, storyStyle(model));
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
	return Math.max(1, selectStoryLines(storiesOf(model), storyStyle(model)).length);
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

function selectNothing({ pod, selected }: ScreenModel): string {
	if (pod) return '   no restart of this pod has been seen; R lists those of the whole node';
	return selected ? '   it belongs to no pod: nothing restarts it' : '';
}
