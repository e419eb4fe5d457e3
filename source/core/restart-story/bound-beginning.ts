import { type Episode, endingsOf } from './episode.ts';
import { findExpected } from './expected-containers.ts';
import type { PodFacts } from './pod-facts.ts';
import { findReturns } from './returned.ts';
import { earliest, latestOf } from './stamp.ts';

/**
 * The time before which all that was seen is from before the story. That is its beginning where the beginning is exact; where only
 * the second of the first end is known, it can be as late as the end of that second, but not later than the first sign of what
 * came next. Milliseconds since the epoch.
 */
export function boundBeginning(episode: Episode, facts: PodFacts): number {
	const end = earliest(endingsOf(episode).map(({ ended }) => ended && latestOf(ended))) ?? episode.beganAt;
	const next = findExpected(episode, facts).flatMap(({ name }) => findReturns(name, episode, facts));
	const signs = [episode.nextSandbox, ...next].map((life) => life?.bornAt);
	return Math.max(episode.beganAt, earliest([end, findOtherRun(episode, facts), ...signs]) ?? end);
}

/** When the API first named another run in place of one that ended: of some it alone has told. */
function findOtherRun({ beganAt, members }: Episode, { moments }: PodFacts): number | undefined {
	const ended = new Map(members.map(({ name, id }) => [name, id]));
	return moments.find(
		({ at, containers }) =>
			at >= beganAt && containers.some(({ name, id }) => id !== undefined && (ended.get(name) ?? id) !== id),
	)?.at;
}
