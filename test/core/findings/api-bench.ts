import { expect } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import { type Finding, type NodeFindings, noFindings } from '../../../source/core/findings/finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from '../../../source/core/findings/finding-rule.ts';
import type { FindingText } from '../../../source/core/findings/finding-text.ts';
import { judge } from '../../../source/core/findings/judge.ts';
import { selectKubeletFacts } from '../../../source/core/findings/kubelet-facts.ts';
import type { KubeNode } from '../../../source/core/kube-node.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord, RuntimeState } from '../../../source/core/runtime-record.ts';
import type { TimelineEvent } from '../../../source/core/timeline-event.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { formatFindingText } from '../../../source/ui/columns/finding-text.ts';
import { makePod } from '../kubectl/make-pod.ts';

const noon = Date.parse('2026-11-22T12:00:00Z');

/** So many seconds after 12:00:00, in milliseconds since the epoch. */
export const at = (seconds: number) => noon + seconds * 1000;
/** The same as the API server writes it. */
export const wireTime = (seconds: number) => new Date(at(seconds)).toISOString().replace('.000Z', 'Z');
export const idOf = (letter: string) => letter.repeat(64);

export const uid = 'c0ffee';
const pauseId = idOf('a');

/** What the sources said, up to some second after 12:00. */
export function stateAt(
	seconds: number,
	...observations: readonly (Observation | readonly Observation[])[]
): NodeState {
	const tick: Observation = { at: at(seconds), source: 'pausetop', kind: 'tick' };
	return [...allLive, ...observations.flat(), tick].reduce(reduce, emptyState);
}

export function factsOf(state: NodeState): FindingFacts {
	const stories = selectStories(state).byPod;
	return { now: state.now, view: correlate(state), state, stories, kubelet: selectKubeletFacts(state) };
}

/** What a rule says of a state that has lasted: without any patience. */
export function suspicionsOf(rule: FindingRule, state: NodeState): readonly Suspicion[] {
	return rule.find(factsOf(state));
}

/** The only thing that a rule says. */
export function suspicionOf(rule: FindingRule, state: NodeState): Suspicion {
	const found = suspicionsOf(rule, state);
	expect(found).toHaveLength(1);
	return found[0] as Suspicion;
}

/** What has been found after these states, one after the other. */
export function judgeAll(rule: FindingRule, ...states: readonly NodeState[]): NodeFindings {
	return states.reduce((before, state) => judge(before, factsOf(state), [rule]), noFindings);
}

/** Text as it is shown so many seconds after 12:00. */
export function textAt(seconds: number, text: FindingText): string {
	return formatFindingText(text, { now: at(seconds), utc: true });
}

/** Evidence as lines `what: value [source]`. */
export function evidenceAt(seconds: number, { evidence }: Pick<Finding, 'evidence'>): string[] {
	return evidence.map(({ what, value, source }) => `${what}: ${textAt(seconds, value)} [${source}]`);
}

export function stepsAt(seconds: number, { todo }: Pick<Finding, 'todo'>): string[] {
	return todo.map(({ text, command }) => textAt(seconds, text) + (command === undefined ? '' : ` $ ${command}`));
}

const live = (source: string): Observation => ({ at: at(-3600), source, kind: 'health', health: 'live' });
const allLive = ['docker', 'kube', 'proc'].map(live);

export function nodeAt(
	seconds: number,
	status = 'True',
	more: { reason?: string; message?: string; changed?: number; heard?: number } = {},
): Observation {
	const { reason, message, changed = -7200, heard = seconds } = more;
	const node: KubeNode = {
		metadata: { name: 'worker-2' },
		status: {
			conditions: [
				{
					type: 'Ready',
					status,
					reason,
					message,
					lastTransitionTime: wireTime(changed),
					lastHeartbeatTime: wireTime(heard),
				},
			],
		},
	};
	return { at: at(seconds), source: 'kube', kind: 'node', node };
}

export const kubeletAt = (seconds: number, running: boolean | undefined): Observation => {
	return { at: at(seconds), source: 'proc', kind: 'kubelet', running };
};

/** A kubelet that works. */
export const wellAt = (seconds: number) => [nodeAt(seconds), kubeletAt(seconds, true)];

type PodParts = Parameters<typeof makePod>[0];

/** default/web with restartPolicy Always. */
export function podAt(seconds: number, parts: PodParts = {}): Observation {
	return { at: at(seconds), source: 'kube', kind: 'pod-listing', pods: [podOf(parts)] };
}

export function podOf({ metadata, spec, status, ...rest }: PodParts): KubePod {
	return makePod({
		...rest,
		metadata: { uid, ...metadata },
		spec: { restartPolicy: 'Always', ...spec },
		status: { phase: 'Running', startTime: wireTime(-1800), ...status },
	});
}

/** default/web with nginx and ghost, that the kubelet has just taken on. */
export function pendingPod({
	startedAt = 0,
	metadata,
	spec,
	status,
}: PodParts & { startedAt?: number } = {}): Observation {
	const containers = [{ name: 'nginx' }, { name: 'ghost' }];
	const state = { waiting: { reason: 'ContainerCreating' } };
	const containerStatuses = containers.map(({ name }) => ({ name, restartCount: 0, state }));
	return podAt(startedAt, {
		metadata,
		spec: { containers, ...spec },
		status: { phase: 'Pending', startTime: wireTime(startedAt), containerStatuses, ...status },
	});
}

export const noPodsAt = (seconds: number): Observation => ({
	at: at(seconds),
	source: 'kube',
	kind: 'pod-listing',
	pods: [],
});

export function recordsAt(seconds: number, ...records: readonly RuntimeRecord[]): Observation {
	return { at: at(seconds), source: 'docker', kind: 'runtime-listing', records };
}

/** What Docker lists: `POD` is the pause, `a…`; a container's id is its first letter. */
export function recordOf(
	name: string,
	state: RuntimeState,
	more: Partial<RuntimeRecord> & { attempt?: number } = {},
): RuntimeRecord {
	const { attempt = 0, ...rest } = more;
	const isPause = name === 'POD';
	return {
		id: isPause ? pauseId : idOf(name.slice(0, 1)),
		runtime: 'docker',
		name: `k8s_${name}_web_default_${uid}_${attempt}`,
		labels: {
			'io.kubernetes.pod.name': 'web',
			'io.kubernetes.pod.namespace': 'default',
			'io.kubernetes.pod.uid': uid,
			'io.kubernetes.container.name': name,
			'io.kubernetes.docker.type': isPause ? 'podsandbox' : 'container',
			...(isPause ? {} : { 'io.kubernetes.sandbox.id': pauseId }),
		},
		state,
		createdAt: at(-1800),
		...(state !== 'created' && { startedAt: at(-1800) }),
		...rest,
	};
}

let eventCount = 0;

/** An event of the kubelet about default/web. */
export function eventAt(
	seconds: number,
	type: string,
	message: string,
	more: Partial<TimelineEvent> = {},
): Observation {
	eventCount += 1;
	const event: TimelineEvent = {
		...{ key: `kube:event-${eventCount}:1`, at: at(seconds), resolution: 1000, source: 'kube', type, message },
		...{ kubeNamespace: 'default', pod: 'web', podUid: uid, ...more },
	};
	return { at: at(seconds), source: 'kube', kind: 'events', events: [event] };
}

export const hostNamespaces = { net: 1, ipc: 2, uts: 3, pid: 4, mnt: 5, user: 6, cgroup: 7 };

/** A look at /proc: by container name (`POD` for the pause) what differs from the host's namespaces. */
export function processesAt(
	seconds: number,
	byName: Readonly<Record<string, ContainerProcess['linuxNamespaces']>>,
): Observation {
	const processes = Object.entries(byName).map(([name, linuxNamespaces], index): ContainerProcess => {
		const containerId = name === 'POD' ? pauseId : idOf(name.slice(0, 1));
		return {
			containerId,
			podUid: uid,
			pid: 100 + index,
			startTicks: 1000 + index,
			linuxNamespaces: { ...hostNamespaces, ...linuxNamespaces },
		};
	});
	return {
		at: at(seconds),
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: hostNamespaces },
		processes,
	};
}
