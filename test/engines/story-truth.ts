import type { EventRecorder, RuntimeEvent } from './action-runtime.ts';
import { bareId, isReady, type Moment, sumRestarts } from './action-watch.ts';

/** One incarnation of a pause (`POD`) or container, as the runtime's events tell its life. Milliseconds since the epoch. */
export type Life = {
	id: string;
	container: string;
	attempt: number;
	createdAt: number;
	startedAt?: number;
	endedAt?: number;
	exitCode?: number;
	/** When it was sent which signal, where the runtime tells. */
	told: readonly { at: number; signal: number }[];
};

/** All lives of a pod, oldest first. The recorder has to have been there before the pod. */
export function collectLives(recorder: EventRecorder, pod: string): Life[] {
	const byId = Map.groupBy(
		recorder.events().filter((event) => event.pod === pod),
		({ id }) => id,
	);
	return [...byId.values()].flatMap((events) => describeLife(events) ?? []).sort((a, b) => a.createdAt - b.createdAt);
}

function describeLife(events: readonly RuntimeEvent[]): Life | undefined {
	const find = (what: RuntimeEvent['what']) => events.find((event) => event.what === what);
	const created = find('created');
	if (created === undefined) return undefined;
	const { id, container, attempt } = created;
	const ended = find('ended');
	return {
		id,
		container,
		attempt,
		createdAt: created.at,
		startedAt: find('started')?.at,
		endedAt: ended?.at,
		exitCode: ended?.exitCode,
		told: events.flatMap(({ what, at, signal }) => (what === 'told' && signal !== undefined ? [{ at, signal }] : [])),
	};
}

/** What an action on a pod really came to, by the runtime's events and kubectl. */
export type StoryTruth = {
	/** The first end. */
	beganAt: number;
	/** Those that ran before, pause first and then in the order of their ends. */
	ended: readonly Life[];
	/** The new pause, where there is one. */
	pause?: Life;
	/** What has started since, in order; of each app the first start. */
	returned: readonly Life[];
	initNames: readonly string[];
	before: Moment;
	/** When kubectl told that the pod was Ready with all that has returned, or else the last that it told. */
	after: Moment;
	/** Whether `after` is the return. */
	isBack: boolean;
	/** When kubectl told first of the address that the pod has in the end. */
	addressAt?: number;
};

/** Puts together what happened to a pod since `since`. Undefined until something has ended. */
export function findStoryTruth(
	lives: readonly Life[],
	moments: readonly Moment[],
	since: number,
): StoryTruth | undefined {
	const ended = lives
		.filter(({ createdAt, endedAt }) => createdAt < since && endedAt !== undefined && endedAt >= since)
		.sort(
			(a, b) => Number(b.container === 'POD') - Number(a.container === 'POD') || (a.endedAt ?? 0) - (b.endedAt ?? 0),
		);
	const before = moments.findLast(({ at }) => at < since);
	const last = moments.at(-1);
	if (ended.length === 0 || before === undefined || last === undefined) return undefined;
	const pause = lives.find(({ container, createdAt }) => container === 'POD' && createdAt >= since);
	// while a runtime stops one container of a sandbox after the other, a kubelet may start a new one in it, which dies with it
	const backSince = pause?.createdAt ?? since;
	const returned = lives
		.filter(({ container, createdAt }) => container !== 'POD' && createdAt >= backSince)
		.filter(({ container }, index, all) => all.findIndex((life) => life.container === container) === index);
	const ready = moments.find(({ at, pod }) => at >= since && isReady(pod) && hasAll(pod, returned));
	const after = ready ?? last;
	return {
		beganAt: Math.min(...ended.map(({ endedAt }) => endedAt ?? Infinity)),
		ended,
		pause,
		returned,
		initNames: before.pod.spec.initContainers?.map(({ name }) => name) ?? [],
		before,
		after,
		isBack: ready !== undefined,
		addressAt: moments.find(({ at, pod }) => at >= since && pod.status.podIP === after.pod.status.podIP)?.at,
	};
}

/** Whether kubectl knows all that has come back. */
function hasAll({ status }: Moment['pod'], returned: readonly Life[]): boolean {
	const ids = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(({ containerID }) =>
		bareId(containerID),
	);
	return returned.length > 0 && returned.every(({ id }) => ids.includes(id));
}

/** RESTARTS before and after, as kubectl adds them up. */
export function restartsOf({ before, after }: StoryTruth): [number, number] {
	return [sumRestarts(before.pod), sumRestarts(after.pod)];
}
