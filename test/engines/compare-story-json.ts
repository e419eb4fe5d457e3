import { bareId } from './action-watch.ts';
import { type Life, restartsOf, type StoryTruth } from './story-truth.ts';

type Step = {
	kind: string;
	at?: string;
	seenBy?: string;
	resolutionMs?: number;
	until?: string;
	id?: string;
	container?: string;
	attempt?: number;
	exitCode?: number;
};

type Side = {
	sandboxId?: string;
	sandboxAttempt?: number;
	sandboxPid?: number;
	ip?: string;
	restarts?: number;
	linuxNamespaces?: Record<string, number>;
	containers: { name: string; id?: string; attempt?: number; pid?: number }[];
};

/** A story as `pausetop events` and `pausetop restart -o json` print it: what is compared of it. */
export type StoryObject = {
	type: 'story';
	kubeNamespace: string;
	pod: string;
	podUid: string;
	scope: string;
	container?: string;
	status: string;
	beganAt: string;
	endedAt?: string;
	trigger: { cause: string; action?: string; exitCode?: number; signal?: number };
	steps: readonly Step[];
	before: Side;
	after: Side;
	stayed: { uid: string; createdAt?: string; nodeName?: string };
};

/** What /proc says of a pause while it lives. */
export type PauseFacts = { pid: number; namespaces: Record<string, number> };

/** What kubectl's watch and pausetop's hear at the same moment, in different processes. Milliseconds. */
const apiTolerance = 1000;

/** Where a story says something else than the events, kubectl and /proc. One line for each place. */
export function compareStoryJson(
	story: StoryObject,
	truth: StoryTruth,
	pauses: { before?: PauseFacts; after?: PauseFacts },
): string[] {
	return [
		...compareSteps(story, truth),
		...compareApi(story, truth),
		...comparePauses(story, truth, pauses),
		...compareStays(story, truth),
	];
}

/** `nginx #0 ended …` as one line of text: times of events are exact, so texts have to be equal. */
function compareSteps({ steps, beganAt }: StoryObject, truth: StoryTruth): string[] {
	const ofRuntime = new Set([
		'pause-ended',
		'container-ended',
		'sandbox-created',
		'sandbox-started',
		'init-run',
		'container-started',
	]);
	const told = steps
		.filter(({ kind }) => ofRuntime.has(kind))
		.map(({ kind, id, container, attempt, at, until, exitCode, seenBy }) =>
			JSON.stringify({ kind, id, container, attempt, at, until, exitCode, seenBy }),
		);
	const wanted = listSteps(truth).map((step) => JSON.stringify({ ...step, seenBy: 'event' }));
	const began = toText(truth.beganAt);
	return [
		...wanted.filter((step) => !told.includes(step)).map((step) => `not told: ${step}`),
		...told.filter((step) => !wanted.includes(step)).map((step) => `told, but not so: ${step}`),
		...(beganAt === began ? [] : [`beganAt: ${beganAt}, but should be ${began}`]),
	];
}

type WantedStep = Pick<Step, 'kind' | 'id' | 'container' | 'attempt' | 'at' | 'until' | 'exitCode'>;

/** In this order of keys. */
function listSteps({ ended, pause, returned, initNames }: StoryTruth): WantedStep[] {
	const step = (kind: string, life: Life, at: number | undefined): WantedStep => ({
		kind,
		id: life.id,
		container: life.container === 'POD' ? undefined : life.container,
		attempt: life.attempt,
		at: toText(at),
		until: undefined,
		exitCode: undefined,
	});
	const end = (life: Life): WantedStep => ({
		...step(life.container === 'POD' ? 'pause-ended' : 'container-ended', life, life.endedAt),
		exitCode: life.exitCode,
	});
	const run = (life: Life): WantedStep => ({
		...step('init-run', life, life.startedAt),
		until: toText(life.endedAt),
		exitCode: life.exitCode,
	});
	return [
		...ended.map(end),
		...(pause
			? [step('sandbox-created', pause, pause.createdAt), step('sandbox-started', pause, pause.startedAt)]
			: []),
		...returned.map((life) =>
			initNames.includes(life.container) ? run(life) : step('container-started', life, life.startedAt),
		),
	];
}

function toText(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}

/** What only the API server tells: restarts, address, Ready. */
function compareApi({ steps, before, after, status }: StoryObject, truth: StoryTruth): string[] {
	const [from, to] = restartsOf(truth);
	const find = (kind: string) => steps.find((step) => step.kind === kind);
	const near = (kind: string, at: number | undefined) => {
		const told = find(kind);
		const time = Date.parse(told?.at ?? '');
		const late = (told?.resolutionMs ?? 0) + apiTolerance;
		const isNear = at !== undefined && time <= at + apiTolerance && time >= at - late;
		return isNear ? [] : [`${kind}: ${told?.at}, but kubectl said so at ${toText(at)}`];
	};
	return [
		...differ('status', status, truth.isBack ? 'recovered' : 'ended'),
		...differ('before.restarts', before.restarts, from),
		...differ('after.restarts', after.restarts, to),
		...differ('before.ip', before.ip, truth.before.pod.status.podIP),
		...(truth.isBack ? differ('after.ip', after.ip, truth.after.pod.status.podIP) : []),
		...(truth.isBack ? near('ready', truth.after.at) : []),
		...(truth.pause && find('network-ready') ? near('network-ready', truth.addressAt) : []),
	];
}

function comparePauses(
	{ before, after }: StoryObject,
	{ ended: [old], pause }: StoryTruth,
	pauses: { before?: PauseFacts; after?: PauseFacts },
): string[] {
	if (old?.container !== 'POD') return [];
	const compare = (name: string, side: Side, life: Life, facts: PauseFacts | undefined) => [
		...differ(`${name}.sandboxId`, side.sandboxId, life.id),
		...differ(`${name}.sandboxAttempt`, side.sandboxAttempt, life.attempt),
		...differ(`${name}.sandboxPid`, side.sandboxPid, facts?.pid),
		...['net', 'ipc', 'uts', 'pid', 'mnt', 'user', 'cgroup'].flatMap((kind) =>
			differ(`${name}.linuxNamespaces.${kind}`, side.linuxNamespaces?.[kind], facts?.namespaces[kind]),
		),
	];
	return [
		...compare('before', before, old, pauses.before),
		...(pause ? compare('after', after, pause, pauses.after) : differ('after.sandboxId', after.sandboxId, undefined)),
	];
}

/** What stayed, and which containers kubectl names on both sides. */
function compareStays({ stayed, podUid, after }: StoryObject, truth: StoryTruth): string[] {
	const { metadata, spec, status } = truth.after.pod;
	const uid = metadata.annotations?.['kubernetes.io/config.mirror'] ?? metadata.uid;
	const named = (status.containerStatuses ?? []).map(({ name, containerID }) => `${name} ${bareId(containerID)}`);
	const told = after.containers.map(({ name, id }) => `${name} ${id}`);
	return [
		...differ('podUid', podUid, uid),
		...differ('stayed.uid', stayed.uid, uid),
		...differ('stayed.createdAt', Date.parse(stayed.createdAt ?? ''), Date.parse(metadata.creationTimestamp)),
		...differ('stayed.nodeName', stayed.nodeName, spec.nodeName),
		...(truth.isBack ? named.filter((words) => !told.includes(words)).map((words) => `after: not told: ${words}`) : []),
	];
}

function differ(path: string, actual: unknown, wanted: unknown): string[] {
	return actual === wanted ? [] : [`${path}: ${actual}, but should be ${wanted}`];
}
