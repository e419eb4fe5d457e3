import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { drawStory, type StoryStyle } from '../columns/story-waterfall.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { emptyLine, type Line } from './line.ts';

/** How stories are told on this screen. */
export function storyStyle({ layout, node, options, view }: ScreenModel): StoryStyle {
	return {
		columns: layout.columns,
		now: node.now,
		ascii: options.ascii,
		utc: options.utc,
		hostNamespaces: Object.keys(view.hostNamespaces).length > 0 ? view.hostNamespaces : undefined,
	};
}

/** Stories one below the other, an empty line between them. */
export function selectStoryLines(stories: readonly RestartStory[], style: StoryStyle): Line[] {
	return stories.flatMap((story, index): Line[] => [
		...(index === 0 ? [] : [emptyLine]),
		...drawStory(story, style).map((segments) => ({ segments })),
	]);
}
