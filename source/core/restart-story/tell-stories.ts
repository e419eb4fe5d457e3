import { tellBackOffs } from './back-off.ts';
import { boundBeginning } from './bound-beginning.ts';
import { tellEnds, tellVainStarts } from './end-steps.ts';
import { type Episode, endingsOf, sandboxAfter } from './episode.ts';
import { findEpisodes } from './find-episodes.ts';
import { findReady, isJudged, type Ready } from './find-ready.ts';
import { findMomentBefore, tellNetwork } from './network-step.ts';
import { tellNoticed } from './noticed-step.ts';
import { orderSteps } from './order-steps.ts';
import { collectFacts, kindOf, type PodFacts, type StoryInput } from './pod-facts.ts';
import { hasLaterStart } from './ready-stamp.ts';
import type { RestartStory, StorySide, StoryStep, StoryTrigger } from './restart-story.ts';
import { tellReturns, tellSandbox } from './return-steps.ts';
import { findReturns } from './returned.ts';
import { describeSide, findLifeBefore, type SideView } from './story-side.ts';
import { findOutcome, type Outcome } from './story-status.ts';
import { findTrigger } from './story-trigger.ts';
import { findWaiting } from './waiting-for.ts';

/** How many stories of one pod are told. */
export const podStoryLimit = 20;

/**
 * The restart stories of one pod, newest first. A function of what was seen: neither of the order in which it was heard, nor of
 * the clock.
 */
export function tellStories(input: StoryInput): readonly RestartStory[] {
	const facts = collectFacts(input);
	const episodes = findEpisodes(facts).slice(-podStoryLimit);
	return episodes.map((episode) => tellStory(episode, facts)).reverse();
}

function tellStory(episode: Episode, facts: PodFacts): RestartStory {
	const { scope, beganAt, members } = episode;
	const trigger = findTrigger(episode, facts);
	const ready = findReady(episode, facts);
	const outcome = findOutcome(episode, facts, ready, trigger);
	const steps = tellSteps(episode, facts, ready, { ...outcome, trigger });
	const container = scope === 'container' ? members[0]?.name : undefined;
	return {
		id: `${facts.uid}/${nameFirst(episode)}`,
		podUid: facts.uid,
		kubeNamespace: facts.kubeNamespace,
		pod: facts.name,
		scope,
		...(container !== undefined && { container, containerKind: kindOf(facts, container) }),
		trigger,
		...outcome,
		beganAt,
		steps,
		before: tellBefore(episode, facts),
		after: tellAfter(episode, facts, ready, outcome),
		stayed: {
			uid: facts.uid,
			createdAt: facts.createdAt,
			nodeName: facts.nodeName,
		},
		...(outcome.status === 'running' && findWaiting(episode, facts, steps)),
	};
}

function nameFirst(episode: Episode): string {
	const first = endingsOf(episode)[0];
	return `${first?.id ?? ''}${first && first.run > 0 ? `/${first.run}` : ''}`;
}

function tellSteps(
	episode: Episode,
	facts: PodFacts,
	ready: Ready | undefined,
	{ status, trigger }: Outcome & Pick<RestartStory, 'trigger'>,
): readonly StoryStep[] {
	const noticed = hasToBeNoticed(episode, trigger)
		? (tellNoticed(episode, facts) ?? ({ kind: 'noticed' } as const))
		: undefined;
	const network = tellNetwork(episode, facts, ready);
	const steps: StoryStep[] = [
		...tellEnds(episode),
		...tellVainStarts(episode, facts),
		...(noticed ? [noticed] : []),
		...tellSandbox(episode, facts),
		...(network ? [network] : []),
		...tellReturns(episode, facts),
		...tellBackOffs(episode, facts),
		...(hasReadyStep(episode, facts, ready) ? [{ kind: 'ready' as const, ...ready?.stamp }] : []),
	];
	// what comes after its end is another story's
	const { overtakenAt = Infinity } = episode;
	const kept = steps.filter(({ at }) => (at === undefined ? status === 'running' : at <= overtakenAt));
	return orderSteps(isGoing(facts) ? kept.filter(({ at, kind }) => at !== undefined || kind.endsWith('ended')) : kept);
}

/** Of a pod that is back without being Ready, because a part of it is through for good, there is none. */
function hasReadyStep(episode: Episode, facts: PodFacts, ready: Ready | undefined): boolean {
	const isNotReady = episode.scope !== 'container' && ready?.moment?.isReady === false;
	return isJudged(episode, facts) && !isNotReady;
}

/** What the kubelet did itself, or what was over before it could look, it need not notice. */
function hasToBeNoticed({ scope, sandbox, nextSandbox }: Episode, { cause }: StoryTrigger): boolean {
	const isRestart = nextSandbox !== undefined && nextSandbox.id === sandbox?.id;
	return scope === 'sandbox' && cause !== 'kubelet' && !isRestart;
}

/** Of a pod that goes for good nothing is awaited but its ends. */
function isGoing({ deletingAt }: PodFacts): boolean {
	return deletingAt !== undefined;
}

function tellBefore(episode: Episode, facts: PodFacts): StorySide {
	const bound = boundBeginning(episode, facts);
	return describeSide(
		{
			sandbox: episode.sandbox,
			at: episode.beganAt,
			moment: findMomentBefore(facts.moments, bound),
			lifeOf: (name) => findLifeBefore(name, bound, facts),
		},
		facts,
	);
}

function tellAfter(episode: Episode, facts: PodFacts, ready: Ready | undefined, { endedAt }: Outcome): StorySide {
	// of a recovery that nobody saw it is what came up then, not what there is now
	const overAt = endedAt ?? ready?.upAt?.at;
	const end = overAt === undefined ? Infinity : overAt + 1;
	const ended = new Set(episode.members.map(({ id }) => id));
	return describeSide(
		{
			sandbox: sandboxAfter(episode),
			at: end,
			moment: findWord(ready, facts) ?? findMomentBefore(facts.moments, end),
			lifeOf(name) {
				const returned = findReturns(name, episode, facts).findLast(({ bornAt }) => bornAt <= end);
				if (returned || episode.scope !== 'container') return returned;
				const life = findLifeBefore(name, end, facts);
				return life && ended.has(life.id) ? undefined : life;
			},
		},
		facts,
	);
}

/** What the API said when it was over. A first word from long after says nothing of the RESTARTS then, if there were more since. */
function findWord(ready: Ready | undefined, facts: PodFacts): SideView['moment'] {
	const { moment, upAt, stamp } = ready ?? {};
	const isLate = moment && upAt && stamp?.at !== moment.at && hasLaterStart(upAt.at, moment.at, facts);
	return isLate ? { ip: moment.ip } : moment;
}
