import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseContainerId } from '../../../source/core/correlate/api-index.ts';
import { normalizeDockerEvent } from '../../../source/core/docker-event.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { observe } from '../../helpers/snapshot.ts';
import { figuresOf } from './figures.ts';

const path = new URL('../../fixtures/stories/docker-kubelet-down.json', import.meta.url);
const fixture = JSON.parse(readFileSync(path, 'utf8')) as { pod: KubePod; dockerEvents: unknown[] };

// the recording's timeline.txt: asked at 2, 22, 48 and 68 s; the pod was 22 s old at the first of them
const t0 = Date.parse('2026-11-21T23:09:16Z');
const { pod } = fixture;
const uid = pod.metadata.uid;
const pauseId = 'f'.repeat(64);

function listed(name: string, id: string, exitCode: number | undefined): RuntimeRecord {
	const isPause = name === 'POD';
	const labels = {
		'io.kubernetes.pod.name': 'pause-test2',
		'io.kubernetes.pod.namespace': 'default',
		'io.kubernetes.pod.uid': uid,
		'io.kubernetes.container.name': name,
		'io.kubernetes.docker.type': isPause ? 'podsandbox' : 'container',
		...(isPause ? {} : { 'io.kubernetes.sandbox.id': pauseId }),
	};
	const state = exitCode === undefined ? 'running' : 'exited';
	const createdAt = Date.parse('2026-11-21T23:08:57Z');
	return {
		id,
		runtime: 'docker',
		name: `k8s_${name}_pause-test2_default_${uid}_0`,
		labels,
		state,
		exitCode,
		createdAt,
	};
}

function listing(seconds: number, hasEnded: boolean): Observation {
	const containers = pod.status?.containerStatuses ?? [];
	const records = containers.map(({ name, containerID }) =>
		listed(name, parseContainerId(containerID) ?? '', hasEnded ? 137 : undefined),
	);
	const pause = listed('POD', pauseId, hasEnded ? 0 : undefined);
	return { at: t0 + seconds * 1000, source: 'docker', kind: 'runtime-listing', records: [...records, pause] };
}

const readyBefore: KubePod = {
	...pod,
	status: {
		...pod.status,
		conditions: pod.status?.conditions?.map((condition) => ({
			...condition,
			...(condition.type === 'Ready' && { status: 'True', lastTransitionTime: '2026-11-21T23:08:59Z' }),
		})),
	},
};

const down: readonly Observation[] = [
	{ at: t0 - 1000, source: 'kube', kind: 'pod-listing', pods: [readyBefore] },
	listing(-1, false),
	{ at: t0 - 500, source: 'proc', kind: 'kubelet', running: false },
	listing(2.2, true),
	// the node controller's word, 40 s after the kubelet's last: Ready is False, the containers stay as they were
	{ at: t0 + 47_600, source: 'kube', kind: 'pod-changed', pod },
];

describe('docker-kubelet-down', () => {
	it('runs on for as long as the kubelet is away, whatever the node controller says', () => {
		for (const count of [4, 5]) {
			const [story] = selectStories(observe(down.slice(0, count))).stories;
			expect(story).toMatchObject({
				scope: 'sandbox',
				status: 'running',
				waitingFor: 'the kubelet: it does not run',
				trigger: { cause: 'exit', exitCode: 0 },
			});
			expect(story?.steps.find(({ kind }) => kind === 'noticed')).toEqual({ kind: 'noticed' });
		}
	});

	it('says that nobody has noticed where the kubelet’s process cannot be seen', () => {
		const blind = down.filter(({ kind }) => kind !== 'kubelet');
		expect(selectStories(observe(blind)).stories[0]?.waitingFor).toBe('the kubelet: it has not noticed yet');
	});

	it('goes on where it was when the kubelet is back', () => {
		const events = fixture.dockerEvents
			.map((wire) => normalizeDockerEvent(wire))
			.filter((event) => event !== undefined);
		const back = events[0]?.at ?? 0;
		const recovery: Observation[] = [
			{ at: back - 500, source: 'proc', kind: 'kubelet', running: true },
			{ at: back, source: 'docker', kind: 'events', events },
		];
		const [story] = selectStories(observe([...down, ...recovery])).stories;
		expect(story).toMatchObject({ status: 'running', waitingFor: 'readiness', after: { sandboxAttempt: 1 } });
		const steps = figuresOf(story ?? expect.unreachable(), back).filter(([step]) => step.endsWith('event'));
		expect(steps).toEqual([
			['noticed event', 0],
			['sandbox-created #1 event', 0],
			['sandbox-started #1 event', 0.281],
			['container-started nginx#1 event', 0.448],
			['container-started ghost#1 event', 0.585],
			['container-started busybox#1 event', 0.691],
		]);
	});
});
