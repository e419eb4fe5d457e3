import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import type { Location } from './locate.ts';

/** The selected story: by identity, because newer ones come above it. */
export type StoryCursor = {
	id: string;
	/** Where it was, for when it has been let go. */
	index: number;
	/** On which line it is drawn. */
	line: number;
};

/** Where the selected story is in the list now; the newest one until the reader moves. */
export function locateStory(
	stories: readonly RestartStory[],
	cursor: StoryCursor | undefined,
	height: number,
): Location {
	const found = cursor ? stories.findIndex(({ id }) => id === cursor.id) : 0;
	const index = Math.min(found < 0 ? (cursor?.index ?? 0) : found, stories.length - 1);
	const line = Math.min(cursor?.line ?? 0, Math.max(0, height - 1));
	const last = Math.max(0, stories.length - height);
	return { index, top: Math.min(last, Math.max(0, index - line)) };
}

/** The cursor on the story at `wanted`, or the nearest: the window follows only when it would be left. */
export function moveToStory(
	stories: readonly RestartStory[],
	wanted: number,
	{ top }: Location,
	height: number,
): StoryCursor | undefined {
	const index = Math.min(Math.max(0, wanted), stories.length - 1);
	const story = stories[index];
	return story && { id: story.id, index, line: Math.min(Math.max(0, index - top), Math.max(0, height - 1)) };
}
