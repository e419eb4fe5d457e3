import type { TimelineEvent } from '../timeline-event.ts';
import type { Episode } from './episode.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryStep } from './restart-story.ts';
import { earliest, narrow, type Stamp } from './stamp.ts';

/** The kubelet's word that it saw the sandbox gone: the first that can belong to this story. */
export function findSandboxChanged(episode: Episode, facts: PodFacts): TimelineEvent | undefined {
	const until = Math.min(episode.nextSandbox?.bornAt ?? Infinity, episode.overtakenAt ?? Infinity);
	const bornAt = episode.sandbox?.bornAt ?? 0;
	return facts.kubeEvents.find(({ type, at, resolution = 1 }) => {
		if (type !== 'SandboxChanged' || at > until) return false;
		const last = at + resolution - 1;
		// when the kubelet finds it unfit, its word comes before the first end; the word for the sandbox before is older than this one
		return last >= episode.beganAt || (at > bornAt && last >= episode.beganAt - unfitSlack);
	});
}

/** How long before the first end the kubelet can have said that a sandbox is unfit: a grace period, milliseconds. */
const unfitSlack = 35_000;

/** When the kubelet saw that the sandbox is gone. Without its word for it, the first thing that it did. */
export function tellNoticed(episode: Episode, facts: PodFacts): StoryStep | undefined {
	const done = findFirstDeed(episode, facts);
	const event = findSandboxChanged(episode, facts);
	if (!event) return done && { kind: 'noticed', ...done };
	const told: Stamp = { at: event.at, resolution: event.resolution, seenBy: 'event' };
	const isBefore = event.at + (event.resolution ?? 1) - 1 < episode.beganAt;
	const stamp = narrow(told, { after: isBefore ? undefined : endOfSandbox(episode), before: done?.at });
	return { kind: 'noticed', ...stamp, ...(event.message !== undefined && { message: event.message }) };
}

/** What only the kubelet does: it ends what is left, makes the next sandbox, or says that the containers are down. */
function findFirstDeed(episode: Episode, facts: PodFacts): Stamp | undefined {
	const after = endOfSandbox(episode);
	const deeds = [
		episode.nextSandbox?.created,
		findFirstKill(episode, facts, after),
		findFirstWord(episode, facts, after),
	];
	const at = earliest(deeds.map((deed) => deed?.at));
	return deeds.find((deed) => deed?.at === at);
}

function findFirstKill({ members }: Episode, { kills }: PodFacts, after: number): Stamp | undefined {
	const kill = kills.find(({ id, at }) => at > after && members.some((member) => member.id === id));
	return kill && { at: kill.at, seenBy: 'event' };
}

/**
 * The first state in the API that names one of these as ended. (The node controller marks a pod not ready too, when the
 * kubelet is away, but leaves the containers as they were: recording docker-kubelet-down.)
 */
function findFirstWord(
	{ members, overtakenAt = Infinity }: Episode,
	{ moments }: PodFacts,
	after: number,
): Stamp | undefined {
	const ended = new Set(members.filter((member) => member.ended).map(({ id }) => id));
	const moment = moments.find(
		({ at, containers }) =>
			at > after &&
			at <= overtakenAt &&
			containers.some(({ id, ready }) => !ready && id !== undefined && ended.has(id)),
	);
	return moment && { at: moment.at, seenBy: 'api' };
}

function endOfSandbox({ sandbox, beganAt }: Episode): number {
	return sandbox?.ended?.at ?? beganAt;
}
