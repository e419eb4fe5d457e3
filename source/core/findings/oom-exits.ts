import { containerStatuses, parseContainerId } from '../correlate/api-index.ts';
import type { KubeContainerState, KubePod } from '../kube-pod.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView } from '../node-view.ts';
import type { TimelineEvent } from '../timeline-event.ts';

/** One time that a container, or a process in it, was killed for its memory. */
export type OomKill = {
	container: string;
	/** Milliseconds since the epoch. */
	at: number;
	/** Full id of the container. */
	id?: string;
	/** Absent where the container lived on. */
	exitCode?: number;
	/** Who said so. */
	source: string;
	runtime?: string;
	/** Where the API server has it in the container's status. */
	field?: 'state' | 'lastState';
	/** A process in it was killed, and the container went on. */
	survived?: true;
};

/** How close a runtime's word that memory ran out lies to the end that comes of it, milliseconds. */
const sameKill = 5_000;

/** All that is known of a pod, oldest first; one run of a container is counted once, whoever tells of it. */
export function collectOomKills(pod: PodView, state: NodeState): readonly OomKill[] {
	const ends = [...tellRuntimeEnds(pod, state), ...tellApiEnds(pod)];
	const told = selectOomEvents(pod, state);
	if (ends.length === 0 && told.length === 0) return none;
	const byRun = new Map<string, OomKill>();
	for (const end of ends) {
		const key = end.id ?? `${end.container}/${end.at}`;
		if (!byRun.has(key)) byRun.set(key, end);
	}
	const kills = [...byRun.values()];
	return [...kills, ...tellSurvived(pod, state, told, kills)].sort((a, b) => a.at - b.at);
}

const none: readonly OomKill[] = [];

/** By the records, and by what is remembered of those that are gone. Docker says true as well when a child was killed. */
function tellRuntimeEnds(pod: PodView, { histories }: NodeState): OomKill[] {
	const ends: OomKill[] = [];
	const add = (container: string | undefined, { finishedAt, id, exitCode, runtime }: EndedRun) => {
		if (finishedAt === undefined || container === undefined) return;
		ends.push({ container, at: finishedAt, id, exitCode, runtime, source: runtime ?? 'pausetop' });
	};
	for (const view of pod.containers) if (view.oomKilled) add(view.name, view);
	for (const known of histories.get(pod.uid)?.incarnations.values() ?? []) {
		if (known.oomKilled) add(known.container, known);
	}
	return ends;
}

type EndedRun = { finishedAt?: number; id?: string; exitCode?: number; runtime?: string };

function tellApiEnds({ api }: PodView): readonly OomKill[] {
	if (!api) return none;
	const known = apiEnds.get(api);
	if (known) return known;
	const ends = containerStatuses(api).flatMap(({ name, state, lastState }) => [
		...tellApiEnd(name, 'state', state),
		...tellApiEnd(name, 'lastState', lastState),
	]);
	apiEnds.set(api, ends.length > 0 ? ends : none);
	return ends;
}

// asked for every pod at every judgement, and a pod's object in the API changes seldom
const apiEnds = new WeakMap<KubePod, readonly OomKill[]>();

function tellApiEnd(container: string, field: 'state' | 'lastState', state: KubeContainerState | undefined): OomKill[] {
	const ended = state?.terminated;
	const at = parseKubeTime(ended?.finishedAt);
	if (ended?.reason !== 'OOMKilled' || at === undefined) return [];
	return [{ container, at, id: parseContainerId(ended.containerID), exitCode: ended.exitCode, source: 'kube', field }];
}

/** A busy node's pods have tens of thousands of events, and next to none of them is one of these. */
function selectOomEvents({ uid }: PodView, { histories }: NodeState): readonly TimelineEvent[] {
	const events = histories.get(uid)?.events ?? [];
	return events.some(isOom) ? events.filter(isOom) : [];
}

function isOom({ type, source }: TimelineEvent): boolean {
	return type === 'oom' && source !== 'kube';
}

/** A runtime's `oom` event without an end that comes of it: then it was a child, and the container lives on. */
function tellSurvived(
	{ uid }: PodView,
	{ histories, now }: NodeState,
	events: readonly TimelineEvent[],
	kills: readonly OomKill[],
): OomKill[] {
	const incarnations = histories.get(uid)?.incarnations;
	return events.flatMap(({ source, container, id, at }) => {
		if (container === undefined || now < at + sameKill) return [];
		const ended = incarnations?.get(id ?? '')?.finishedAt;
		const isEnd =
			(ended !== undefined && ended >= at && ended - at <= sameKill) ||
			kills.some((kill) => kill.id === id && Math.abs(kill.at - at) <= sameKill);
		return isEnd ? [] : [{ container, at, id, source, survived: true as const }];
	});
}
