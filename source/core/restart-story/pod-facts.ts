import type { Action } from '../action/action.ts';
import { type DeclaredContainer, declaredContainers } from '../correlate/container-kinds.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerKind } from '../node-view.ts';
import type { PodHistory, PodMoment } from '../pod-history.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { gatherLives } from './gather-lives.ts';
import { compareLives, type Life } from './life.ts';
import { narrow } from './stamp.ts';

/** What stories of one pod are told from. */
export type StoryInput = {
	/** Runtime UID. */
	uid: string;
	history: PodHistory;
	/** Those that went to this pod. */
	actions: readonly Action[];
	nodeName?: string;
	/** Whether the kubelet's process was there at the last look. */
	kubeletRuns?: boolean;
};

/** The same, put in order: nothing here depends on when it was heard. */
export type PodFacts = StoryInput & {
	kubeNamespace: string;
	name: string;
	/** Oldest first, as are the others. */
	sandboxes: readonly Life[];
	containers: readonly Life[];
	/** What the kubelet and the API server's controllers said. */
	kubeEvents: readonly TimelineEvent[];
	/** Signals that a runtime was asked to send. */
	kills: readonly TimelineEvent[];
	moments: readonly PodMoment[];
	/** The containers of the spec, as the kubelet starts them. Empty when no API server told. */
	declared: readonly DeclaredContainer[];
	/** creationTimestamp. */
	createdAt?: number;
	/** When it was first seen to be going for good, milliseconds. */
	deletingAt?: number;
};

export function collectFacts(input: StoryInput): PodFacts {
	const { history } = input;
	const events = [...(history.events ?? [])].sort(compareEvents);
	const moments = [...history.moments].sort((a, b) => a.at - b.at);
	const lives = gatherLives(history, events);
	const sandboxes = boundEnds(backdate(lives));
	const known = [...history.incarnations.values()];
	const pod = history.pod;
	return {
		...input,
		kubeNamespace:
			pod?.metadata.namespace ??
			pickName(
				known.map(({ kubeNamespace }) => kubeNamespace),
				events,
				'kubeNamespace',
			),
		name:
			pod?.metadata.name ??
			pickName(
				known.map(({ pod: name }) => name),
				events,
				'pod',
			),
		sandboxes,
		containers: placeInSandboxes(
			lives.filter(({ role }) => role === 'container'),
			sandboxes,
		),
		kubeEvents: events.filter(({ source }) => source === 'kube'),
		kills: events.filter(({ type, source }) => type === 'kill' && source !== 'kube'),
		moments,
		declared: pod ? declaredContainers(pod) : [],
		createdAt: parseKubeTime(pod?.metadata.creationTimestamp),
		nodeName: input.nodeName ?? pod?.spec.nodeName,
		deletingAt: moments.find(({ deleting }) => deleting)?.at ?? history.deletedAt,
	};
}

/** A container's kind by the pod's spec. */
export function kindOf(facts: Pick<PodFacts, 'declared'>, name: string | undefined): ContainerKind {
	return facts.declared.find((declared) => declared.name === name)?.kind ?? 'unknown';
}

/** Whether the kubelet starts again whatever ends in this pod. */
export function isMeantToRun({ history, deletingAt }: Pick<PodFacts, 'history' | 'deletingAt'>): boolean {
	const { spec, status } = history.pod ?? {};
	const isThrough = status?.phase === 'Succeeded' || status?.phase === 'Failed';
	return spec?.restartPolicy === 'Always' && deletingAt === undefined && !isThrough;
}

/** The sandboxes. One of whose beginning nobody told was there before its containers: it is not from when it was first heard of. */
function backdate(lives: readonly Life[]): readonly Life[] {
	const sandboxes = lives.filter(({ role }) => role === 'sandbox');
	const dated = sandboxes.map((life) => {
		if (life.created || life.started || life.run > 0) return life;
		const own = lives.filter(({ sandboxId }) => sandboxId === life.id);
		return { ...life, bornAt: Math.min(life.bornAt, ...own.map(({ bornAt }) => bornAt)) };
	});
	return dated.sort(compareLives);
}

/** What was noticed late had happened before the next sandbox was made: the kubelet ends everything first. */
function boundEnds(sandboxes: readonly Life[]): readonly Life[] {
	return sandboxes.map((life, index) => {
		const before = sandboxes[index + 1]?.bornAt;
		return life.ended ? { ...life, ended: narrow(life.ended, { before }) } : life;
	});
}

/** Without the kubelet's labels a container does not say whose sandbox it is in: then the newest one that was there counts. */
function placeInSandboxes(containers: readonly Life[], sandboxes: readonly Life[]): readonly Life[] {
	return containers.map((life) => {
		const sandboxId = life.sandboxId ?? sandboxes.findLast(({ bornAt }) => bornAt <= life.bornAt)?.id;
		const index = sandboxes.findLastIndex(({ id }) => id === sandboxId);
		const before = sandboxes[index]?.ended ? sandboxes[index + 1]?.bornAt : undefined;
		return { ...life, sandboxId, ...(life.ended && { ended: narrow(life.ended, { before }) }) };
	});
}

function pickName(
	known: readonly (string | undefined)[],
	events: readonly TimelineEvent[],
	field: 'kubeNamespace' | 'pod',
): string {
	return known.find((name) => name !== undefined) ?? events.find((event) => event[field] !== undefined)?.[field] ?? '';
}

function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
	return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
