import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { eventSilence, latestOfEvent, selectPodEvents } from './pod-events.ts';
import { parseReservedName } from './reserved-name.ts';

/** Failures of one kind since it last worked, oldest first: at least one. */
export type CreationFailures = {
	events: readonly TimelineEvent[];
	newest: TimelineEvent;
	/** When the first of them was. Milliseconds since the epoch. */
	since: number;
	/** How often, as far as is known: the API server counts repetitions. */
	times: number;
};

/** The kubelet's failures to make a sandbox since the pod last had one; undefined when there is none, or it no longer tries. */
export function findSandboxFailures(pod: PodView, state: NodeState): CreationFailures | undefined {
	const events = selectPodEvents(state, pod);
	const failed = events.filter(({ type }) => type === 'FailedCreatePodSandBox');
	if (failed.length === 0) return undefined;
	const found = collect(failed, lastUp(pod, failed, state), state.now);
	return found && !isOver(pod, found, events, state.now) ? found : undefined;
}

/** Docker's pause runs already while the network plugin is asked: a sandbox that is up is not yet one that was made. */
function isOver(pod: PodView, { newest }: CreationFailures, events: readonly TimelineEvent[], now: number): boolean {
	const sandbox = pod.sandboxes[0];
	if (!sandbox || !isAlive(sandbox.state)) return false;
	const goesOn = events.some(({ type, at }) => goingOn.has(type) && at > newest.at);
	return goesOn || hasContainers(sandbox, pod) || latestOfEvent(newest) < now - tryTime;
}

/** What the kubelet says once it has a sandbox. */
const goingOn: ReadonlySet<string> = new Set(['Pulling', 'Pulled', 'Created', 'Started']);

/** How long one try to make a sandbox may take, milliseconds, before it counts as made. */
const tryTime = 60_000;

function hasContainers({ id }: SandboxView, { containers }: PodView): boolean {
	return containers.some(({ sandboxId }) => sandboxId !== undefined && sandboxId === id);
}

/** The kubelet's failures to make a container because its name is taken, since it last ran. */
export function findNameFailures(pod: PodView, name: string, state: NodeState): CreationFailures | undefined {
	const own = pod.containers.find((container) => container.name === name && container.current);
	const events = selectPodEvents(state, pod).filter(
		({ type, container, message }) => type === 'Failed' && container === name && parseReservedName(message),
	);
	return collect(events, Math.max(own?.startedAt ?? 0, own?.finishedAt ?? 0), state.now);
}

function collect(events: readonly TimelineEvent[], wasUp: number, now: number): CreationFailures | undefined {
	const since = events.filter((event) => latestOfEvent(event) >= wasUp);
	const [first, newest] = [since[0], since.at(-1)];
	if (!first || !newest || latestOfEvent(newest) < now - eventSilence) return undefined;
	return { events: since, newest, since: Math.max(first.at, wasUp), times: countTimes(since) };
}

/** Each repetition is an entry with a count of its own; of those before the first look only the count tells. */
function countTimes(events: readonly TimelineEvent[]): number {
	const counts = new Map<string, number>();
	for (const { key, count = 1 } of events) {
		const series = key.replace(/:\d+$/, '');
		counts.set(series, Math.max(counts.get(series) ?? 0, count));
	}
	return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** The last time at which the pod surely had a sandbox that was up, else when the kubelet took it on. */
function lastUp(pod: PodView, failed: readonly TimelineEvent[], { histories }: NodeState): number {
	const known = histories.get(pod.uid)?.incarnations;
	const times = pod.sandboxes
		.filter((sandbox) => !hasFailed(sandbox, failed))
		.flatMap(({ id, finishedAt }) => {
			const history = id === undefined ? undefined : known?.get(id);
			return [finishedAt, history?.endSeenAt];
		});
	const started = parseKubeTime(pod.api?.status?.startTime);
	return Math.max(0, ...[...times, started].filter((time) => time !== undefined));
}

/** Whether it is what one of the failures left: each leaves a dead sandbox with the next attempt. */
function hasFailed({ startedAt, finishedAt }: SandboxView, failed: readonly TimelineEvent[]): boolean {
	if (startedAt === undefined || finishedAt === undefined) return false;
	return failed.some((event) => latestOfEvent(event) >= startedAt && event.at <= finishedAt + endTime);
}

/** How long after a sandbox's end the kubelet says that it failed, milliseconds. */
const endTime = 5_000;
