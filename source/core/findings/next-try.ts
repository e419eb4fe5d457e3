import { findStatus } from '../action/collect-runs.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import { parseBackOff } from '../restart-story/back-off.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { latestOfEvent } from './pod-events.ts';

/** The kubelet's steps for pulling an image, milliseconds: 10 s, doubled to 5 minutes (kubelet.go, imageBackOff). */
const firstWait = 10_000;
const longestWait = 300_000;

/**
 * Before when the kubelet does not start a container that waits in CrashLoopBackOff, milliseconds since the epoch: the end of its
 * newest run and the length in the kubelet's message. Undefined when it does not wait, or one of them is not known.
 */
export function findRestartTime(pod: PodView, container: ContainerView): number | undefined {
	const status = pod.api && findStatus(pod.api, container.name);
	const waiting = status?.state?.waiting;
	if (waiting?.reason !== 'CrashLoopBackOff' || container.reason !== 'CrashLoopBackOff') return undefined;
	const length = parseBackOff(waiting.message);
	const ended = container.finishedAt ?? parseKubeTime(status?.lastState?.terminated?.finishedAt);
	return length === undefined || ended === undefined ? undefined : ended + length;
}

/**
 * The same for an image that could not be pulled, from the container's events, oldest first: the newest failure, and how many pulls there
 * were. Undefined when these do not tell. A kubelet that was restarted since has forgotten, and tries sooner.
 */
export function findPullTime(events: readonly TimelineEvent[]): number | undefined {
	const pulling = events.findLast(({ type }) => type === 'Pulling');
	const failed = events.findLast(isFailedPull);
	// without the newest pull's own failure the count is of another one
	if (!pulling || !failed || latestOfEvent(failed) < pulling.at) return undefined;
	return failed.at + Math.min(longestWait, firstWait * 2 ** Math.min(9, (pulling.count ?? 1) - 1));
}

/** Whether it says that an image could not be pulled. */
export function isFailedPull({ type, message }: TimelineEvent): boolean {
	return type === 'Failed' && /^Failed to pull image/.test(message ?? '');
}
