import type { Action } from '../../../source/core/action/action.ts';
import type { KubeContainerStatus, KubePod } from '../../../source/core/kube-pod.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import type { TimelineEvent } from '../../../source/core/timeline-event.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { observe } from '../../helpers/snapshot.ts';

/** Seconds of a scene's own count. */
type Seconds = number;

/** A whole second to count from, milliseconds since the epoch. */
export const sceneStart = 1_795_300_000_000;
const uid = 'uid-web';

/** A full id for a name: `pause#0`, `app#1`. */
export function idOf(name: string): string {
	return Buffer.from(name).toString('hex').padEnd(64, '0');
}

export function at(seconds: Seconds): number {
	return Math.round(sceneStart + seconds * 1000);
}

type Times = { created?: Seconds; started?: Seconds; finished?: Seconds; exitCode?: number };

/** A record of `pause#1` or of `app#0` in a sandbox: running, or ended when it has an end. */
export function record(name: string, times: Times, more: Partial<RuntimeRecord> & { in?: string } = {}): RuntimeRecord {
	const { in: sandbox = 'pause#0', ...overrides } = more;
	const [base = '', attempt] = name.split('#');
	const isSandbox = base === 'pause';
	const { created, started, finished, exitCode } = times;
	return {
		id: idOf(name),
		runtime: 'docker',
		name,
		labels: {},
		state: finished === undefined && exitCode === undefined ? 'running' : 'exited',
		metadata: {
			role: isSandbox ? 'sandbox' : 'container',
			podUid: uid,
			podName: 'web',
			kubeNamespace: 'default',
			containerName: isSandbox ? undefined : base,
			attempt: Number.parseInt(attempt ?? '0', 10),
			sandboxId: isSandbox ? undefined : idOf(sandbox),
		},
		createdAt: created === undefined ? undefined : at(created),
		startedAt: started === undefined ? undefined : at(started),
		finishedAt: finished === undefined ? undefined : at(finished),
		exitCode,
		...overrides,
	};
}

export function listing(seconds: Seconds, ...records: RuntimeRecord[]): Observation {
	return { at: at(seconds), source: 'docker', kind: 'runtime-listing', records };
}

export function records(seconds: Seconds, ...read: RuntimeRecord[]): Observation {
	return { at: at(seconds), source: 'docker', kind: 'runtime-records', records: read, gone: [] };
}

/** What the runtime streams about a container that was listed. */
export function told(seconds: Seconds, type: string, name: string, more: Partial<TimelineEvent> = {}): Observation {
	const { metadata } = record(name, {});
	const event: TimelineEvent = {
		key: `docker:${seconds}:${name}:${type}`,
		at: at(seconds),
		source: 'docker',
		type,
		id: idOf(name),
		role: metadata?.role,
		podUid: uid,
		pod: 'web',
		kubeNamespace: 'default',
		container: metadata?.containerName,
		attempt: metadata?.attempt,
		sandboxId: metadata?.sandboxId,
		...more,
	};
	return { at: at(seconds), source: 'docker', kind: 'events', events: [event] };
}

/** What the kubelet says, in whole seconds. */
export function said(seconds: Seconds, type: string, container?: string, message = type): Observation {
	const event: TimelineEvent = {
		key: `kube:${seconds}:${type}:${container}`,
		at: at(Math.floor(seconds)),
		resolution: 1000,
		source: 'kube',
		type,
		podUid: uid,
		pod: 'web',
		kubeNamespace: 'default',
		container,
		message,
	};
	return { at: at(seconds), source: 'kube', kind: 'events', events: [event] };
}

/** A container's status: the run that the API means, and what it says of it. */
export type SceneStatus = { ready?: boolean; waiting?: string; message?: string; restarts?: number };

export type ScenePod = {
	spec?: Partial<KubePod['spec']>;
	/** By the run that the API names: `app#0`. */
	statuses: Record<string, SceneStatus>;
	ready?: boolean;
	readyChanged?: Seconds;
	ip?: string;
	phase?: string;
	deleting?: Seconds;
};

export function pod(seconds: Seconds, { spec, statuses, ready, readyChanged, ip, phase, deleting }: ScenePod): KubePod {
	const all = Object.entries(statuses).map(([name, status]) => describeStatus(name, status));
	const inits = new Set((spec?.initContainers ?? []).map(({ name }) => name));
	const apps = all.filter(({ name }) => !inits.has(name));
	const isReady = ready ?? apps.every((status) => status.ready);
	const changed = new Date(at(readyChanged ?? Math.floor(seconds))).toISOString();
	return {
		metadata: {
			name: 'web',
			namespace: 'default',
			uid,
			resourceVersion: String(seconds),
			creationTimestamp: new Date(at(-100)).toISOString(),
			...(deleting !== undefined && { deletionTimestamp: new Date(at(deleting)).toISOString() }),
		},
		spec: {
			restartPolicy: 'Always',
			terminationGracePeriodSeconds: 30,
			containers: apps.map(({ name }) => ({ name })),
			...spec,
		},
		status: {
			phase: phase ?? 'Running',
			podIP: ip ?? '10.0.0.1',
			conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: changed }],
			containerStatuses: apps,
			initContainerStatuses: all.filter(({ name }) => inits.has(name)),
		},
	};
}

function describeStatus(name: string, { ready, waiting, message, restarts }: SceneStatus): KubeContainerStatus {
	const [base = '', attempt] = name.split('#');
	const isReady = ready ?? waiting === undefined;
	return {
		name: base,
		containerID: `docker://${idOf(name)}`,
		ready: isReady,
		restartCount: restarts ?? Number(attempt),
		state: waiting ? { waiting: { reason: waiting, message } } : isReady ? { running: {} } : {},
	};
}

export function first(seconds: Seconds, state: ScenePod): Observation {
	return { at: at(seconds), source: 'kube', kind: 'pod-listing', pods: [pod(seconds, state)] };
}

export function changed(seconds: Seconds, state: ScenePod): Observation {
	return { at: at(seconds), source: 'kube', kind: 'pod-changed', pod: pod(seconds, state) };
}

export function acted(seconds: Seconds, target: string, more: Partial<Action> = {}): Observation {
	const { metadata } = record(target, {});
	const action: Action = {
		id: 'action-1',
		kind: metadata?.role === 'sandbox' ? 'restart-sandbox' : 'restart-container',
		means: 'docker-stop',
		confirmed: 'chosen',
		askedAt: at(seconds),
		status: 'done',
		target: {
			podUid: uid,
			kubeNamespace: 'default',
			pod: 'web',
			role: metadata?.role ?? 'container',
			container: metadata?.containerName,
			id: idOf(target),
			runtime: 'docker',
		},
		...more,
	};
	return { at: at(seconds), source: 'pausetop', kind: 'action', action };
}

/** The stories after all of this, newest first. */
export function storiesAfter(
	...observations: readonly (Observation | readonly Observation[])[]
): readonly RestartStory[] {
	return selectStories(observe(observations.flat())).stories;
}

/** The steps in short, with the seconds at which they were: `container-started app#1 12.5`; those that are awaited without. */
export function stepsOf(story: RestartStory | undefined): readonly string[] {
	return (story?.steps ?? []).map(({ kind, container, attempt, at: time, until }) => {
		const subject = `${container ?? ''}${attempt === undefined ? '' : `#${attempt}`}`;
		const seconds = [time, until]
			.filter((part) => part !== undefined)
			.map((part) => String((part - sceneStart) / 1000));
		return [kind, subject, seconds.join('-')].filter((part) => part !== '').join(' ');
	});
}
