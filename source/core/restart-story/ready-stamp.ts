import type { PodMoment } from '../pod-history.ts';
import type { Episode } from './episode.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';
import { narrow, type Stamp } from './stamp.ts';

/**
 * Since when a pod has been Ready that the API calls Ready in `moment`, the first to do so; undefined when nothing tells.
 *
 * The transition of condition Ready is the kubelet's own time, in whole seconds. Observed within that second, the observation is the
 * better time (and the one that `kubectl get pod -w` shows); observed later, it lies in what the last start leaves of the second.
 */
export function stampReady(
	moment: PodMoment,
	episode: Episode,
	upAt: Stamp | undefined,
	facts: PodFacts,
): Stamp | undefined {
	const up = upAt?.at ?? episode.beganAt;
	const isWitnessed = wasWitnessed(moment, episode, up, facts);
	const changedAt = moment.isReady ? moment.readyChangedAt : undefined;
	const observed: Stamp = { at: moment.at, seenBy: 'api' };
	// of a pod that never stopped to be Ready (recording docker-kill-hostnet) the transition is an old one
	if (changedAt === undefined || changedAt + 999 < up) return isWitnessed ? observed : undefined;
	if (!isWitnessed && isAnothers(changedAt, moment, up, facts)) return undefined;
	if (isWitnessed && moment.at <= changedAt + 999) return observed;
	return narrow({ at: changedAt, resolution: 1000, seenBy: 'api' }, { after: upAt?.at, before: moment.at });
}

/** Whether a transition to Ready may be that of a later restart, or of a pod that had been Ready before and failed a probe. */
function isAnothers(changedAt: number, { at }: PodMoment, up: number, facts: PodFacts): boolean {
	return (
		hasLaterStart(up, changedAt + 999, facts) || facts.moments.some((other) => other.at < at && hasBeenReady(other, up))
	);
}

/** Whether the pod has been Ready and no longer is, by the time of its transition. */
function hasBeenReady({ isReady, readyChangedAt = 0 }: PodMoment, since: number): boolean {
	return isReady === false && readyChangedAt > since;
}

/** Whether a container was started after `since`, at `until` at the latest: what the API says afterwards may be about that. */
export function hasLaterStart(since: number, until: number, facts: PodFacts): boolean {
	return facts.containers.some((life) => {
		const at = life.started?.at ?? life.bornAt;
		return at > since && at <= until && kindOf(facts, life.name) !== 'ephemeral';
	});
}

/** Whether the API was watched while the pod became Ready, so that the first word for it is from that moment. */
export function wasWitnessed(moment: PodMoment, { beganAt }: Episode, up: number, facts: PodFacts): boolean {
	const earlier = facts.moments.filter(({ at }) => at < moment.at);
	const first = earlier[0];
	if (!first) return false;
	// a listing after a time without a watch: only what was seen of the story before can have been followed
	if (moment.listed && earlier.every(({ at }) => at < beganAt)) return false;
	if (first.at <= up) return true;
	// somebody who came later, and found it not Ready: has it been Ready in between?
	const lives = [...facts.containers, ...facts.sandboxes];
	const hasEnded = lives.some(({ ended }) => ended !== undefined && ended.at > up && ended.at <= first.at);
	return !hasEnded && !hasBeenReady(first, up);
}
