import type { Action } from '../action/action.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { type Episode, endingsOf } from './episode.ts';
import type { Life } from './life.ts';
import { findSandboxChanged } from './noticed-step.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryTrigger } from './restart-story.ts';
import { latestOf } from './stamp.ts';

/** How long after its grace period an action can still be what ended its target, milliseconds. */
const actionSlack = 60_000;
/** The grace period of a pod that does not set one, seconds (API documentation of terminationGracePeriodSeconds). */
const defaultGrace = 30;
/** How long `docker rm -f` takes from the end to the removal, milliseconds. */
const removalTime = 5_000;
/** How long a failed probe can lie back when the container has ended by the kubelet's hand, milliseconds. */
const probeSlack = 10_000;

/** Why it began, by the best evidence there is. */
export function findTrigger(episode: Episode, facts: PodFacts): StoryTrigger {
	const root = findRoot(episode);
	return (
		findAction(root ? [root, ...episode.members] : episode.members, facts, episode) ??
		findEndOfPod(episode, facts) ??
		(episode.scope === 'sandbox' ? findSandboxReason(episode, facts) : findContainerReason(episode, root, facts)) ??
		describeExit(root)
	);
}

/** What the others ended of: the pause, unless all of its containers were through before it. */
function findRoot({ scope, sandbox, members, nextSandbox }: Episode): Life | undefined {
	const first = endingsOf({ scope, sandbox, members })[0];
	if (scope !== 'sandbox') return first;
	const isThrough =
		!nextSandbox &&
		first !== sandbox &&
		members.every(({ ended, signal, exitCode }) => {
			return ended && signal === undefined && exitCode !== undefined && exitCode <= 128;
		});
	return isThrough ? first : sandbox;
}

function findAction(
	targets: readonly Life[],
	{ actions, history }: PodFacts,
	{ scope }: Episode,
): StoryTrigger | undefined {
	const grace = history.pod?.spec.terminationGracePeriodSeconds ?? defaultGrace;
	const isCause = (action: Action) => {
		if (action.status === 'refused' || action.status === 'failed') return false;
		const reach = (action.graceSeconds ?? grace) * 1000 + actionSlack;
		return targets.some((life) => {
			const isTarget = action.target.id === life.id && (scope === 'sandbox') === (action.target.role === 'sandbox');
			const end = life.ended;
			return (
				(isTarget || (scope !== 'sandbox' && endsWithSandbox(life, action))) &&
				end &&
				action.askedAt <= latestOf(end) &&
				action.askedAt >= end.at - reach
			);
		});
	};
	const action = [...actions].sort((a, b) => a.askedAt - b.askedAt).findLast(isCause);
	return action && { cause: 'action', action: action.kind, actionId: action.id };
}

/** StopPodSandbox ends the containers before their sandbox: the kubelet can have started one anew in it meanwhile (CRI-O). */
function endsWithSandbox({ sandboxId, ended }: Life, { means, target, endedAt = Infinity }: Action): boolean {
	return means === 'stop-pod-sandbox' && sandboxId === target.id && ended !== undefined && ended.at <= endedAt;
}

const podEndTypes = new Set(['Evicted', 'Preempting', 'Preempted', 'NodeShutdown', 'DeadlineExceeded']);

/** The pod as a whole was meant to go: deleted, or evicted. */
function findEndOfPod({ beganAt, scope, nextSandbox }: Episode, facts: PodFacts): StoryTrigger | undefined {
	if (nextSandbox) return undefined;
	const eviction = facts.kubeEvents.findLast(
		(event) => podEndTypes.has(event.type) && event.at <= beganAt + actionSlack && event.at >= beganAt - actionSlack,
	);
	if (eviction) return { cause: 'kubelet', reason: eviction.type, message: eviction.message };
	// the API server's word for it can arrive a moment after the first container's end
	const slack = scope === 'sandbox' ? 1_000 : 0;
	const isDeleted = facts.deletingAt !== undefined && facts.deletingAt <= beganAt + slack;
	return isDeleted ? { cause: 'kubelet', reason: 'PodDeleted', message: 'the pod is deleted' } : undefined;
}

function findSandboxReason(episode: Episode, facts: PodFacts): StoryTrigger | undefined {
	const { sandbox, beganAt, members } = episode;
	if (!sandbox?.ended) return undefined;
	if (wasRemoved(episode, facts)) return { cause: 'removed' };
	const changed = findSandboxChanged(episode, facts);
	const pauseEnd = sandbox.ended.at;
	const killedFirst = members.some((life) => {
		const killing = findKilling(life, facts);
		return (
			killing !== undefined && life.ended && latestOf(life.ended) < pauseEnd && latestOfEvent(killing) <= pauseEnd + 999
		);
	});
	const isKubelet = changed && (latestOfEvent(changed) < beganAt || killedFirst);
	return isKubelet ? { cause: 'sandbox-changed', message: changed.message } : undefined;
}

/** A pause that the kubelet replaces stays listed until there is a next one, and that one counts on from it. */
function wasRemoved({ sandbox, nextSandbox }: Episode, facts: PodFacts): boolean {
	const removedAt = sandbox?.removed?.at;
	if (!sandbox || removedAt === undefined || (facts.deletingAt !== undefined && facts.deletingAt <= removedAt))
		return false;
	if (!nextSandbox) return facts.history.pod !== undefined && !isOver(facts);
	const startsOver =
		nextSandbox.attempt !== undefined && sandbox.attempt !== undefined && nextSandbox.attempt <= sandbox.attempt;
	return (
		nextSandbox.id !== sandbox.id &&
		(startsOver || (sandbox.removed?.seenBy === 'event' && removedAt < nextSandbox.bornAt))
	);
}

/** A pod that is through: the kubelet removes what is left of it when it likes. */
function isOver({ history, moments }: PodFacts): boolean {
	const phase = history.pod?.status?.phase;
	return phase === 'Succeeded' || phase === 'Failed' || moments.at(-1)?.deleting === true;
}

function findContainerReason({ scope }: Episode, root: Life | undefined, facts: PodFacts): StoryTrigger | undefined {
	const killing = root && findKilling(root, facts);
	if (killing) return { cause: 'kubelet', reason: killing.type, message: killing.message };
	const probe = root && findFailedProbe(root, facts);
	if (probe) return { cause: 'kubelet', reason: probe.type, message: probe.message };
	return root && scope === 'container' && wasRemovedAtOnce(root, facts) ? { cause: 'removed' } : undefined;
}

/** The kubelet keeps a dead container until there is a next one, and longer. */
function wasRemovedAtOnce({ name, removed, ended }: Life, facts: PodFacts): boolean {
	if (removed?.seenBy !== 'event' || !ended || isOver(facts) || removed.at - ended.at > removalTime) return false;
	const next = facts.containers.find((life) => life.name === name && life.bornAt > ended.at);
	return next === undefined || removed.at < next.bornAt;
}

/** The kubelet's word that it ends this run of a container. */
function findKilling(life: Life, { kubeEvents, history }: PodFacts): TimelineEvent | undefined {
	if (!life.ended) return undefined;
	const grace = (history.pod?.spec.terminationGracePeriodSeconds ?? defaultGrace) * 1000;
	const until = latestOf(life.ended);
	const since = Math.max(life.started?.at ?? 0, until - grace - probeSlack);
	return kubeEvents.findLast(
		(event) =>
			event.type === 'Killing' && event.container === life.name && event.at <= until && latestOfEvent(event) >= since,
	);
}

/** The kubelet lets events go when there are many: then the probe that failed tells. */
function findFailedProbe(life: Life, { kubeEvents }: PodFacts): TimelineEvent | undefined {
	if (!life.ended || (life.exitCode !== 137 && life.exitCode !== 143)) return undefined;
	const until = latestOf(life.ended);
	return kubeEvents.findLast(
		(event) =>
			event.type === 'Unhealthy' &&
			event.container === life.name &&
			event.at <= until &&
			event.at >= until - probeSlack,
	);
}

function describeExit(root: Life | undefined): StoryTrigger {
	const { exitCode, signal, oomKilled, ended } = root ?? {};
	const isKnown = exitCode !== undefined || signal !== undefined || oomKilled !== undefined;
	if (!isKnown && (ended === undefined || ended.seenBy === 'listing')) return { cause: 'unknown' };
	return {
		cause: 'exit',
		...(exitCode !== undefined && { exitCode }),
		...(signal !== undefined && { signal }),
		...(oomKilled && { oomKilled }),
	};
}

function latestOfEvent({ at, resolution }: TimelineEvent): number {
	return at + Math.max(0, (resolution ?? 1) - 1);
}
