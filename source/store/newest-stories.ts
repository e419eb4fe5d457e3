import type { RestartStory } from '../core/restart-story/restart-story.ts';

/** How many stories of the whole node are listed. */
export const nodeStoryLimit = 200;

/** What changed: a pod's stories before and now. */
export type ToldAnew = { before: readonly RestartStory[]; after: readonly RestartStory[] };

/**
 * The newest stories of all pods, from those of the last time and what was told anew. Undefined when some older ones, which are not
 * here, would have to move up: then all have to be looked through.
 */
export function mergeNewest(
	newest: readonly RestartStory[],
	changes: readonly ToldAnew[],
	total: number,
): readonly RestartStory[] | undefined {
	const leaving = new Set(changes.flatMap(({ before, after }) => without(before, after)));
	const oldest = newest.length < nodeStoryLimit ? undefined : newest.at(-1);
	const coming = changes
		.flatMap(({ before, after }) => without(after, before))
		// what is older than the last of a full list may have neighbours of its age that were left out
		.filter((story) => !oldest || compareStories(story, oldest) <= 0);
	const merged = pickNewest([...newest.filter((story) => !leaving.has(story)), ...coming]);
	return merged.length < Math.min(total, nodeStoryLimit) ? undefined : merged;
}

function without(stories: readonly RestartStory[], others: readonly RestartStory[]): readonly RestartStory[] {
	return stories.filter((story) => !others.includes(story));
}

/** The newest of all, newest first. */
export function pickNewest(stories: readonly RestartStory[]): readonly RestartStory[] {
	return stories.toSorted(compareStories).slice(0, nodeStoryLimit);
}

function compareStories(a: RestartStory, b: RestartStory): number {
	return b.beganAt - a.beganAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
