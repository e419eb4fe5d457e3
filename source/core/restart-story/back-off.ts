import type { PodMoment } from '../pod-history.ts';
import { type Episode, sandboxAfter } from './episode.ts';
import { findExpected } from './expected-containers.ts';
import { endOf, type Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryStep } from './restart-story.ts';
import { findReturns, hasStarted } from './returned.ts';
import { latest, narrow, type Stamp } from './stamp.ts';
import { stampStart } from './start-stamp.ts';

/** A wait before a container's next start. */
type Wait = { name: string; after: Life | undefined; since: number; next?: Life };

/** The back-offs of a story: from the first word of waiting until the next start. Only where somebody said that it waits. */
export function tellBackOffs(episode: Episode, facts: PodFacts): readonly StoryStep[] {
	return findWaits(episode, facts).flatMap((wait): StoryStep[] => {
		const until = wait.next && stampStart(wait.next, facts)?.at;
		const bound = until ?? episode.overtakenAt ?? Infinity;
		const moments = findWaitingMoments(wait, bound, facts);
		const stamp = findBeginning(wait, bound, moments[0]?.at, facts);
		if (!stamp) return [];
		const message = moments[0]?.message ?? findEvent(wait, bound, facts)?.message;
		return [
			{
				kind: 'back-off',
				...stamp,
				...(until !== undefined && { until }),
				container: wait.name,
				...(message !== undefined && { message }),
			},
		];
	});
}

/** When the kubelet will try again at the earliest: the end of the run before, and the length in its message. Milliseconds. */
export function findNextTry(step: StoryStep, episode: Episode, facts: PodFacts): number | undefined {
	const length = parseBackOff(step.message);
	const wait = findWaits(episode, facts).findLast(({ name, next }) => name === step.container && !next);
	const end = wait?.after && endOf(wait.after);
	return length === undefined || end === undefined ? undefined : end + length;
}

/** `back-off 2m40s restarting failed container=…` → 160000; undefined for a message without a length. */
export function parseBackOff(message: string | undefined): number | undefined {
	const [, hours, minutes, seconds] =
		/\bback-off (?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?/i.exec(message ?? '') ?? [];
	if (hours === undefined && minutes === undefined && seconds === undefined) return undefined;
	return (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
}

function findWaits(episode: Episode, facts: PodFacts): readonly Wait[] {
	const stage = episode.scope === 'sandbox' ? sandboxAfter(episode) : undefined;
	// before there is a sandbox nothing waits for its own start
	if (episode.scope === 'sandbox' && !stage) return [];
	const stageAt = stage && stampStart(stage, facts)?.at;
	return findExpected(episode, facts).flatMap(({ name, kind }): Wait[] => {
		const returns = findReturns(name, episode, facts).filter(hasStarted);
		const runs = kind === 'init' ? returns : returns.slice(0, 1);
		const first = episode.members.findLast((life) => life.name === name) ?? lastBefore(name, episode, facts);
		const chain = [first, ...runs];
		const isUp = kind === 'init' ? runs.some(({ exitCode, ended }) => ended && exitCode === 0) : runs.length > 0;
		const waits = chain.map((after, index): Wait => {
			const since = latest([after && endOf(after), stageAt, episode.beganAt]) ?? episode.beganAt;
			return { name, after, since, next: chain[index + 1] };
		});
		return isUp || (chain.at(-1) !== first && !chain.at(-1)?.ended) ? waits.slice(0, -1) : waits;
	});
}

function lastBefore(name: string, { beganAt }: Episode, { containers }: PodFacts): Life | undefined {
	return containers.findLast((life) => life.name === name && life.bornAt < beganAt);
}

/** States in which the API says that it waits; also one that was so already when the wait began. */
function findWaitingMoments(
	{ name, since, after }: Wait,
	until: number,
	{ moments }: PodFacts,
): { at: number; message?: string }[] {
	const ended = (after && endOf(after)) ?? 0;
	return moments.flatMap((moment, index) => {
		const goesOn = (moments[index + 1]?.at ?? Infinity) > since;
		const message = goesOn && moment.at >= ended && moment.at <= until ? waitingMessage(moment, name) : undefined;
		return message === undefined ? [] : [{ at: Math.max(moment.at, since), message: message || undefined }];
	});
}

/** Empty when it waits without a message; undefined when it does not. */
function waitingMessage({ containers }: PodMoment, name: string): string | undefined {
	const waiting = containers.find((container) => container.name === name)?.waiting;
	return waiting?.reason === 'CrashLoopBackOff' ? (waiting.message ?? '') : undefined;
}

function findBeginning(wait: Wait, until: number, firstMoment: number | undefined, facts: PodFacts): Stamp | undefined {
	const event = findEvent(wait, until, facts);
	if (!event) return firstMoment === undefined ? undefined : { at: firstMoment, seenBy: 'api' };
	const stamp: Stamp = { at: event.at, resolution: event.resolution, seenBy: 'event' };
	const before = Math.min(until, firstMoment ?? Infinity);
	const told = narrow(stamp, { after: wait.since, before });
	return firstMoment !== undefined && firstMoment < told.at ? { at: firstMoment, seenBy: 'api' } : told;
}

/** `BackOff` is also said of images that cannot be pulled: there it is about pulling. */
function findEvent({ name, since }: Wait, until: number, { kubeEvents }: PodFacts) {
	return kubeEvents.find(({ type, container, at, resolution = 1, message }) => {
		const isOwn = type === 'BackOff' && container === name && /restarting/i.test(message ?? '');
		return isOwn && at + resolution - 1 >= since && at <= until;
	});
}
