import { readFileSync } from 'node:fs';
import { type ContainerdEventType, normalizeContainerdEvent } from '../../../source/core/cri-event.ts';
import {
	normalizeCriContainer,
	normalizeCriContainerStatus,
	normalizeCriSandbox,
	normalizeCriSandboxStatus,
} from '../../../source/core/cri-record.ts';
import { createCriTimelineEvent } from '../../../source/core/cri-timeline.ts';
import { normalizeDockerInspected } from '../../../source/core/docker-container.ts';
import { normalizeDockerEvent } from '../../../source/core/docker-event.ts';
import type { KubeEvent } from '../../../source/core/kube-event.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { LinuxNamespaces } from '../../../source/core/linux-namespace.ts';
import { normalizeKubeEvent } from '../../../source/core/normalize-kube-event.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import type { TimelineEvent } from '../../../source/core/timeline-event.ts';

type When = 'before' | 'after';

type Listed = {
	sandboxes: { id: string }[];
	containers: { id: string; podSandboxId: string }[];
	statuses: Record<string, unknown>;
};

/** What one of test/fixtures/stories says of a pod on a real node, before, while and after somebody did something to it. */
export type RecordedStory = {
	pod: string;
	uid: string;
	runtime: 'docker' | 'containerd';
	/** When the command was given, milliseconds since the epoch, with a fraction. */
	t0: number;
	/** `seenAt`: seconds after the command at which a poll first had it. */
	watch: { type: string; seenAt: number; pod: KubePod }[];
	kubeEvents: KubeEvent[];
	inspected?: Record<When, unknown[]>;
	dockerEvents?: unknown[];
	listed?: Record<When, Listed>;
	containerdEvents?: { type: ContainerdEventType; timestamp: unknown; body: unknown }[];
	processes: Record<When, { id: string; pid: number; linuxNamespaces: LinuxNamespaces }[]>;
};

export function readStory(name: string): RecordedStory {
	const path = new URL(`../../fixtures/stories/${name}.json`, import.meta.url);
	return JSON.parse(readFileSync(path, 'utf8')) as RecordedStory;
}

/** Seconds after the command after which the last listing was read. */
export const lastListing = 30;

/** What the sources would have said: first all that was there, then each thing as it happened, then another listing. */
export function observationsOf(story: RecordedStory): readonly Observation[] {
	const streamed = [...runtimeEvents(story), ...kubeEvents(story), ...watched(story)];
	streamed.sort((a, b) => a.at - b.at);
	return [...looks(story, 'before', -2), ...streamed, ...looks(story, 'after', lastListing)];
}

/** A listing of the runtime, and a scan of /proc. */
export function looks(story: RecordedStory, when: When, seconds: number): readonly Observation[] {
	const at = Math.floor(story.t0 + seconds * 1000);
	const processes = story.processes[when].map(({ id, pid, linuxNamespaces }): ContainerProcess => {
		return { containerId: id, podUid: story.uid, pid, startTicks: pid * 10, linuxNamespaces };
	});
	return [
		{ at, source: story.runtime, kind: 'runtime-listing', records: recordsOf(story, when) },
		{ at, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} }, processes },
	];
}

export function recordsOf({ inspected, listed, runtime }: RecordedStory, when: When): readonly RuntimeRecord[] {
	if (inspected) return inspected[when].map((wire) => normalizeDockerInspected(wire));
	const { sandboxes = [], containers = [], statuses = {} } = listed?.[when] ?? {};
	const known = sandboxes.map((wire) =>
		normalizeCriSandboxStatus(statuses[wire.id], normalizeCriSandbox(wire, runtime)),
	);
	const others = containers.map((wire) => {
		const sandbox = known.find(({ id }) => id === wire.podSandboxId)?.metadata;
		return normalizeCriContainerStatus(statuses[wire.id], normalizeCriContainer(wire, runtime, sandbox));
	});
	return [...known, ...others];
}

/** The runtime's stream, an observation an event. */
export function runtimeEvents(story: RecordedStory): readonly Observation[] {
	const { runtime: source } = story;
	return timelineEvents(story).map((event) => ({ at: event.at, source, kind: 'events', events: [event] }));
}

function timelineEvents(story: RecordedStory): readonly TimelineEvent[] {
	if (story.dockerEvents) {
		return story.dockerEvents.map((wire) => normalizeDockerEvent(wire)).filter((event) => event !== undefined);
	}
	const records = [...recordsOf(story, 'before'), ...recordsOf(story, 'after')];
	return (story.containerdEvents ?? []).flatMap(({ type, timestamp, body }) => {
		const event = normalizeContainerdEvent({ timestamp }, type, body);
		const record = records.find(({ id }) => id === event?.id);
		return event && event.type !== 'touched' ? [createCriTimelineEvent(event, story.runtime, record)] : [];
	});
}

/** The API server's events, as they were seen: not before the last possible moment of their whole second. */
export function kubeEvents({ kubeEvents: events }: RecordedStory): readonly Observation[] {
	return events.map((wire) => {
		const at = Date.parse(wire.lastTimestamp ?? '') + 999;
		return { at, source: 'kube', kind: 'events', events: [normalizeKubeEvent(wire, at)] };
	});
}

/** The pod's states in the API. */
export function watched({ watch, t0 }: RecordedStory): readonly Observation[] {
	return watch.map(({ type, seenAt, pod }, index): Observation => {
		const at = Math.floor(t0 + seenAt * 1000);
		if (index === 0) return { at, source: 'kube', kind: 'pod-listing', pods: [pod] };
		if (type === 'DELETED') return { at, source: 'kube', kind: 'pod-deleted', uid: pod.metadata.uid };
		return { at, source: 'kube', kind: 'pod-changed', pod };
	});
}
