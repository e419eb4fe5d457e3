import type { PodMoment } from '../pod-history.ts';
import { type Episode, sandboxAfter } from './episode.ts';
import { findExpected, hasCompleted } from './expected-containers.ts';
import type { Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import { stampReady } from './ready-stamp.ts';
import { findReturned } from './returned.ts';
import { latest, type Stamp } from './stamp.ts';
import { stampStart } from './start-stamp.ts';

/** That all was well again. */
export type Ready = {
	/** Since when. Absent where nobody saw it, and nothing that is left tells. */
	stamp?: Stamp;
	/** When the last of what had to come up was up; absent where that is not known. */
	upAt?: Stamp;
	/** The API's first word for it. */
	moment?: PodMoment;
};

/**
 * When the story was over for the good. With the API server that is the first state with what came in place of what ended, and
 * Ready; without it, when the last container was up.
 */
export function findReady(episode: Episode, facts: PodFacts): Ready | undefined {
	const { overtakenAt = Infinity, scope } = episode;
	const expected = findExpected(episode, facts).filter(({ kind }) => kind !== 'init' || scope === 'container');
	const names = expected.map(({ name }) => name);
	const upAt = findUpTime(episode, names, facts);
	if (!isJudged(episode, facts)) return upAt && upAt.at <= overtakenAt ? { stamp: upAt, upAt } : undefined;
	const moment = facts.moments.find(
		(candidate) => candidate.at >= episode.beganAt && !candidate.deleting && shows(candidate, names, episode, facts),
	);
	if (!moment) return undefined;
	const stamp = stampReady(moment, episode, upAt, facts);
	return (stamp ?? moment).at <= overtakenAt ? { stamp, upAt, moment } : undefined;
}

/**
 * Whether the API server has a word for when it is over. It has none for an init container, which is through when it has ended, nor
 * for a pause that was started again while its containers ran on.
 */
export function isJudged(episode: Episode, facts: PodFacts): boolean {
	return facts.moments.length > 0 && findExpected(episode, facts).some(({ kind }) => kind !== 'init');
}

/** When the last of what is awaited was up; undefined while something is missing. */
function findUpTime(episode: Episode, names: readonly string[], facts: PodFacts): Stamp | undefined {
	const stage = sandboxAfter(episode);
	if (!stage && episode.scope === 'sandbox') return undefined;
	const lives = names.map((name) => findReturned(name, episode, facts));
	const stamps = [...lives, episode.scope === 'sandbox' ? stage : undefined].map(
		(life) => life && stampUp(life, facts),
	);
	if (names.length > 0 && lives.includes(undefined)) return undefined;
	const at = latest(stamps.map((stamp) => stamp?.at));
	return stamps.find((stamp) => stamp?.at === at);
}

/** An init container is through when it has ended, the others when they have started. */
function stampUp(life: Life, facts: PodFacts): Stamp | undefined {
	const isInit = facts.declared.some(({ name, kind }) => name === life.name && kind === 'init');
	return isInit ? life.ended : stampStart(life, facts);
}

/**
 * Whether the API says that it is well, and means what came, not what was. A pod with a container that is through for good it never
 * calls Ready again (`1/2 NotReady`): there the others have to be.
 */
function shows(moment: PodMoment, names: readonly string[], episode: Episode, facts: PodFacts): boolean {
	const isWhole = episode.scope !== 'container';
	const isPartlyThrough = facts.declared.some(({ name }) => hasCompleted(name, episode, facts));
	if (isWhole && moment.isReady !== true && !isPartlyThrough) return false;
	const awaited = isWhole ? names.filter((name) => !hasCompleted(name, episode, facts)) : names;
	if (awaited.length === 0 && moment.isReady !== true) return false;
	const own = awaited.map((name) => moment.containers.find((container) => container.name === name));
	return own.every((container) => {
		if (!container?.id || !container.ready) return false;
		const life = findReturned(container.name, episode, facts);
		if (life) return life.id === container.id || isLater(container.id, life, facts);
		// a run that only the API has told of: it must not be one from before
		return !facts.containers.some(({ id }) => id === container.id);
	});
}

function isLater(id: string, life: Life, { containers }: PodFacts): boolean {
	const other = containers.find((candidate) => candidate.id === id);
	return other !== undefined && other.bornAt > life.bornAt;
}
