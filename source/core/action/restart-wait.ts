import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { RestartStory } from '../restart-story/restart-story.ts';
import { collectRuns, findStatus, type Run } from './collect-runs.ts';

/** How long the kubelet will let a container wait before its next start, seconds: from the least to the most that is possible. */
export type RestartWait = { atLeast: number; atMost: number };

/** The kubelet's steps: 10 s, doubled to 300 s, forgotten after 10 minutes (client-go flowcontrol.Backoff). */
const first = 10;
const longest = 300;
const memory = 600_000;

/** The wait that the next start has to keep, and when it was set: at the start before. */
type Entry = { seconds: number; setAt?: number };

/** What an end depends on: `outlives` says that the kubelet will end the container, after its pause. */
export type WaitFacts = { stories: readonly Pick<RestartStory, 'steps'>[]; now: number; outlives: boolean };

/**
 * How long a container that ends now will wait; undefined when it will not. The kubelet's doBackOff (kuberuntime_manager.go) looks
 * at the newest attempt that was dead when it began to work on the pod. Dead by itself, or with its pause: this one. Ended by
 * the kubelet in the course of a recycle: the one before, so that such a recycle is quick. Seen so on 1.20.
 * A kubelet that was itself restarted has forgotten, and a cluster can have other steps (KEP-4603, KEP-5593): call it "about".
 */
export function expectRestartWait(container: ContainerView, pod: PodView, facts: WaitFacts): RestartWait | undefined {
	const { attempt, name } = container;
	if (!attempt) return undefined;
	const runs = collectRuns(name, pod, facts.stories);
	const [atLeast, atMost] = [false, true].map((worst) => {
		const entry = replay(runs, attempt, worst);
		return entry ? waitAfter(entry, runs.get(attempt - 1), facts, worst) : 0;
	});
	return atMost ? { atLeast: atLeast ?? 0, atMost } : undefined;
}

/**
 * The entry after the start of an attempt. What is not known is taken the way that makes the wait shortest, or with `worst`
 * longest.
 */
function replay(runs: ReadonlyMap<number, Run>, attempt: number, worst: boolean): Entry | undefined {
	// after a recycle that the first attempt lived to see, nothing was dead yet
	const isCounted = !(runs.get(0)?.outlivedPause ?? !worst);
	let entry: Entry | undefined;
	for (let started = isCounted ? 1 : 2; started <= attempt; started++) {
		const setAt = runs.get(started)?.startedAt;
		const isNew = entry === undefined || isOver(entry, setAt ?? runs.get(started - 1)?.finishedAt, worst);
		entry = { seconds: isNew ? first : Math.min(longest, (entry?.seconds ?? 0) * 2), setAt };
	}
	return entry;
}

/** Whether the kubelet has forgotten an entry by then. */
function isOver({ setAt }: Entry, at: number | undefined, worst: boolean): boolean {
	return setAt === undefined || at === undefined ? !worst : at - setAt > memory;
}

function waitAfter(entry: Entry, before: Run | undefined, { now, outlives }: WaitFacts, worst: boolean): number {
	if (isOver(entry, now, worst)) return 0;
	if (!outlives) return entry.seconds;
	const ended = before?.finishedAt;
	const isInBackOff = ended === undefined ? worst : now - ended < entry.seconds * 1000;
	// the kubelet looks again later, and then this attempt is the newest that is dead: the wait begins with its end
	return isInBackOff ? entry.seconds : 0;
}

/** How long a container that waits in back-off still waits, seconds; undefined when it does not, or nothing tells. */
export function remainingWait(container: ContainerView, pod: PodView, now: number): number | undefined {
	const status = pod.api && findStatus(pod.api, container.name);
	const wait = parseBackOff(status?.state?.waiting?.message);
	const ended = container.finishedAt ?? parseKubeTime(status?.lastState?.terminated?.finishedAt);
	if (container.reason !== 'CrashLoopBackOff' || wait === undefined || ended === undefined) return undefined;
	return Math.max(0, Math.ceil((ended + wait * 1000 - now) / 1000));
}

/** `back-off 1m20s restarting failed container=…` → 80. */
function parseBackOff(message: string | undefined): number | undefined {
	const [, minutes = '0', seconds] = /^back-off (?:(\d+)m)?(\d+)s /.exec(message ?? '') ?? [];
	return seconds === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
}
