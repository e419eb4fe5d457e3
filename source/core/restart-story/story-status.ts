import { type Episode, endingsOf } from './episode.ts';
import { comesBack } from './expected-containers.ts';
import type { Ready } from './find-ready.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';
import type { RestartStory, StoryTrigger } from './restart-story.ts';
import { findReturns } from './returned.ts';
import { latest } from './stamp.ts';

/** Whether a story is over, how, and when. */
export type Outcome = Pick<RestartStory, 'status' | 'endedAt'>;

export function findOutcome(
	episode: Episode,
	facts: PodFacts,
	ready: Ready | undefined,
	trigger: StoryTrigger,
): Outcome {
	if (ready) return { status: 'recovered', ...(ready.stamp && { endedAt: ready.stamp.at }) };
	if (hasEndedByItself(episode, facts)) return { status: 'ended', endedAt: lastEnd(episode) };
	if (episode.overtakenAt !== undefined) return { status: 'overtaken', endedAt: episode.overtakenAt };
	if (isForGood(episode, facts, trigger)) {
		const all = endingsOf(episode);
		const isDown = all.every(({ ended }) => ended !== undefined);
		if (isDown) return { status: 'ended', endedAt: lastEnd(episode) };
		if (facts.history.deletedAt !== undefined) return { status: 'ended', endedAt: facts.history.deletedAt };
	}
	return { status: 'running' };
}

function lastEnd(episode: Episode): number | undefined {
	return latest(endingsOf(episode).map(({ ended }) => ended?.at));
}

/** A container that was not to be started again is over when it ends, whatever becomes of its sandbox later. */
function hasEndedByItself(episode: Episode, facts: PodFacts): boolean {
	if (episode.scope !== 'container') return false;
	return episode.members.every(({ name, ended }) => {
		const isLast = name !== undefined && findReturns(name, episode, facts).length === 0;
		return isLast && ended !== undefined && !comesBack(name, episode, facts);
	});
}

/** Whether what ended is not meant to come back. */
function isForGood(episode: Episode, facts: PodFacts, trigger: StoryTrigger): boolean {
	const { history, deletingAt } = facts;
	if (deletingAt !== undefined || isGone(facts)) return true;
	const phase = history.pod?.status?.phase;
	if (phase === 'Succeeded' || phase === 'Failed') return true;
	if (trigger.cause === 'kubelet' && trigger.reason === 'Evicted') return true;
	if (episode.nextSandbox) return false;
	if (episode.scope === 'sandbox') return isThrough(episode, facts, trigger);
	return episode.members.every(({ name }) => name !== undefined && !comesBack(name, episode, facts));
}

/**
 * The kubelet makes no second sandbox for a pod that is never restarted, nor for one whose containers have all succeeded. It
 * does make one when it cannot know that there was one before.
 */
function isThrough(episode: Episode, facts: PodFacts, trigger: StoryTrigger): boolean {
	const policy = facts.history.pod?.spec.restartPolicy;
	if (policy === 'Never') return trigger.cause !== 'removed';
	const apps = facts.declared.filter(({ name }) => kindOf(facts, name) === 'app');
	return policy === 'OnFailure' && apps.every(({ name }) => !comesBack(name, episode, facts));
}

/** Without an API server only this tells of a deletion: the runtime has nothing of the pod any more. */
function isGone({ history, sandboxes, containers }: PodFacts): boolean {
	const lives = [...sandboxes, ...containers];
	return history.pod === undefined && lives.every(({ removed }) => removed !== undefined);
}
