import type { PodMoment } from '../pod-history.ts';
import { boundBeginning } from './bound-beginning.ts';
import type { Episode } from './episode.ts';
import type { Ready } from './find-ready.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryStep } from './restart-story.ts';

/** The pod's new IP in the API. Undefined where there is none to wait for: with the host's network, or without an API server. */
export function tellNetwork(episode: Episode, facts: PodFacts, ready: Ready | undefined): StoryStep | undefined {
	const { scope, sandbox, nextSandbox } = episode;
	const isHost = facts.history.pod?.spec.hostNetwork === true;
	const isNew = scope === 'sandbox' && (!nextSandbox || nextSandbox.id !== sandbox?.id);
	if (!isNew || isHost || facts.moments.length === 0) return undefined;
	const moment = nextSandbox && findNewAddress(nextSandbox.bornAt, episode, facts);
	if (!moment) return { kind: 'network-ready' };
	// one word for both, the address and Ready, is from one time
	const stamp = moment === ready?.moment ? ready.stamp : { at: moment.at, seenBy: 'api' as const };
	return { kind: 'network-ready', ...stamp, message: moment.ip };
}

function findNewAddress(since: number, episode: Episode, facts: PodFacts): PodMoment | undefined {
	const { overtakenAt: until = Infinity } = episode;
	const before = findMomentBefore(facts.moments, boundBeginning(episode, facts))?.ip;
	// without knowing the old one, no address can be called new
	if (before === undefined) return undefined;
	return facts.moments.find(({ at, ip }) => at >= since && at <= until && ip !== undefined && ip !== before);
}

/** What the API said last before `time`. */
export function findMomentBefore(moments: readonly PodMoment[], time: number): PodMoment | undefined {
	return moments.findLast(({ at }) => at < time);
}
