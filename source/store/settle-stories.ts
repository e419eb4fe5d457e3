import type { RestartStory } from '../core/restart-story/restart-story.ts';

/** How far apart the ends of one sandbox's containers are told at most when it takes them with it, milliseconds. */
export const settleTime = 300;

/** The stories of one pod that can be told by now, and when there may be one more (Infinity: not by waiting), milliseconds. */
export type Settled = { stories: readonly RestartStory[]; unsettledUntil: number };

/**
 * Leaves out stories of containers that ended within a moment of another one in their sandbox, until that moment is over: the
 * pause's own end may be told last (with a shared pid namespace all die at once), and then it was one story from the beginning.
 */
export function withholdUnsettled(stories: readonly RestartStory[], now: number): Settled {
	const withheld = stories.filter((story) => now < story.beganAt + settleTime && isFollower(story, stories));
	if (withheld.length === 0) return { stories, unsettledUntil: Infinity };
	return {
		stories: stories.filter((story) => !withheld.includes(story)),
		unsettledUntil: Math.min(...withheld.map(({ beganAt }) => beganAt + settleTime)),
	};
}

/** Whether another container of the same sandbox ended just before; of two at the same time the later in the list is the first. */
function isFollower(story: RestartStory, newestFirst: readonly RestartStory[]): boolean {
	if (story.scope !== 'container' || story.status !== 'running') return false;
	return newestFirst.slice(newestFirst.indexOf(story) + 1).some(({ scope, beganAt, before }) => {
		const isBeside = scope !== 'sandbox' && before.sandboxId === story.before.sandboxId;
		return isBeside && story.beganAt - beganAt < settleTime;
	});
}
