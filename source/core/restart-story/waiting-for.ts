import { findNextTry, parseBackOff } from './back-off.ts';
import { type Episode, endingsOf } from './episode.ts';
import { findExpected, hasCompleted } from './expected-containers.ts';
import type { Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import type { RestartStory, StoryStep } from './restart-story.ts';
import { findFailure } from './return-steps.ts';
import { findReturned } from './returned.ts';

type Waiting = Pick<RestartStory, 'waitingFor' | 'waitingUntil'>;

/** What a running story waits for, in words. */
export function findWaiting(episode: Episode, facts: PodFacts, steps: readonly StoryStep[]): Waiting {
	const isUp = findExpected(episode, facts).every(({ name }) => findReturned(name, episode, facts));
	if (facts.kubeletRuns === false && !isUp) return { waitingFor: 'the kubelet: it does not run' };
	if (isUnnoticed(steps)) return { waitingFor: 'the kubelet: it has not noticed yet' };
	return (
		awaitEnds(episode, facts) ??
		awaitSandbox(episode, facts, steps) ??
		awaitBackOff(episode, facts, steps) ??
		awaitContainers(episode, facts) ??
		awaitReadiness(episode, facts)
	);
}

function isUnnoticed(steps: readonly StoryStep[]): boolean {
	return steps.some(({ kind, at }) => kind === 'noticed' && at === undefined);
}

function awaitEnds(episode: Episode, facts: PodFacts): Waiting | undefined {
	const living = endingsOf(episode).filter(({ ended }) => !ended);
	const last = living.at(-1);
	if (!last) return undefined;
	const seconds = facts.history.pod?.spec.terminationGracePeriodSeconds;
	const names = living.map(({ name }) => name ?? 'the pause').join(', ');
	const told = findTold(last, episode, facts);
	return {
		waitingFor: `grace period of ${names}${seconds === undefined ? '' : ` (${seconds}s)`}`,
		...(told !== undefined && seconds !== undefined && { waitingUntil: told + seconds * 1000 }),
	};
}

/** When it was told to end. */
function findTold({ id }: Life, { beganAt }: Episode, { kills }: PodFacts): number | undefined {
	return kills.find((kill) => kill.id === id && kill.at >= beganAt)?.at;
}

function awaitSandbox(episode: Episode, facts: PodFacts, steps: readonly StoryStep[]): Waiting | undefined {
	if (episode.scope !== 'sandbox') return undefined;
	if (!episode.nextSandbox) {
		const hasFailed = findFailure(episode, facts) !== undefined;
		return { waitingFor: hasFailed ? 'a new sandbox: the last try failed' : 'a new sandbox' };
	}
	const isStarting = steps.some(({ kind, at }) => kind === 'sandbox-started' && at === undefined);
	return isStarting ? { waitingFor: 'the new sandbox to be up' } : undefined;
}

function awaitBackOff(episode: Episode, facts: PodFacts, steps: readonly StoryStep[]): Waiting | undefined {
	const open = steps.filter(({ kind, until }) => kind === 'back-off' && until === undefined);
	const longest = open.toSorted((a, b) => (parseBackOff(b.message) ?? 0) - (parseBackOff(a.message) ?? 0))[0];
	if (!longest) return undefined;
	const length = /back-off ([\dhms.]+)/i.exec(longest.message ?? '')?.[1];
	const waitingUntil = findNextTry(longest, episode, facts);
	return {
		waitingFor: length === undefined ? 'the back-off' : `back-off ${length}`,
		...(waitingUntil !== undefined && { waitingUntil }),
	};
}

/** Reasons that only say that it is not its turn yet, or that it is being made. */
const ordinaryReasons = new Set(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff']);

function awaitContainers(episode: Episode, facts: PodFacts): Waiting | undefined {
	const missing = findExpected(episode, facts).find(({ name }) => !findReturned(name, episode, facts));
	if (!missing) return undefined;
	const { name, kind } = missing;
	const reason = facts.moments.at(-1)?.containers.find((container) => container.name === name)?.waiting?.reason;
	if (reason === 'ImagePullBackOff' || reason === 'ErrImagePull')
		return { waitingFor: `image pull of ${name} (${reason})` };
	if (reason !== undefined && !ordinaryReasons.has(reason)) return { waitingFor: `${name} (${reason})` };
	return { waitingFor: kind === 'init' ? `init container ${name}` : `${name} to start` };
}

function awaitReadiness(episode: Episode, facts: PodFacts): Waiting {
	const containers = facts.moments.at(-1)?.containers ?? [];
	const awaited = findExpected(episode, facts).filter(({ name }) => !hasCompleted(name, episode, facts));
	const names = new Set(awaited.map(({ name }) => name));
	const unready = containers.filter(({ name, ready }) => !ready && names.has(name)).map(({ name }) => name);
	return { waitingFor: unready.length > 0 ? `readiness of ${unready.join(', ')}` : 'readiness' };
}
