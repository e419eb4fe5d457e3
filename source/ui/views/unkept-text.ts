import type { Dropped, PodHistory } from '../../core/pod-history.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { podStoryLimit } from '../../core/restart-story/tell-stories.ts';
import { formatAge } from '../../format/age.ts';
import { formatClock } from '../../format/clock.ts';

const day = 24 * 3_600_000;

/** Whether there may have been more restarts of a pod than are told. */
export function isCutShort(stories: readonly RestartStory[], history: PodHistory | undefined): boolean {
	return stories.length >= podStoryLimit || history?.dropped?.incarnations !== undefined;
}

/**
 * What of a pod's past is no longer kept: `restarts before 12:04:31 and details before 12:10:00 are no longer kept`. Undefined when
 * nothing was let go. `stories`: those of the pod, newest first. `now` in milliseconds since the epoch.
 */
export function describeUnkept(
	stories: readonly RestartStory[],
	history: PodHistory | undefined,
	{ now, utc = false }: { now: number; utc?: boolean },
): string | undefined {
	const { moments, events, incarnations } = history?.dropped ?? {};
	const toldFrom = isCutShort(stories, history) ? (stories.at(-1)?.beganAt ?? incarnations?.until) : undefined;
	const detailedFrom = newest(moments, events);
	const parts = [
		...(toldFrom === undefined ? [] : [`restarts ${formatBefore(toldFrom, now, utc)}`]),
		...(detailedFrom === undefined ? [] : [`details ${formatBefore(detailedFrom, now, utc)}`]),
	];
	return parts.length === 0 ? undefined : `${parts.join(' and ')} are no longer kept`;
}

function newest(...dropped: readonly (Dropped | undefined)[]): number | undefined {
	const times = dropped.flatMap((part) => (part ? [part.until] : []));
	return times.length === 0 ? undefined : Math.max(...times);
}

/** The time of day says nothing about another day. */
function formatBefore(at: number, now: number, utc: boolean): string {
	return now - at < day ? `before ${formatClock(at, { utc })}` : `from over ${formatAge(now - at)} ago`;
}
