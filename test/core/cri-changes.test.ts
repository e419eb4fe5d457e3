import { describe, expect, test } from 'vitest';
import { selectCriChanges, selectCriRemoval } from '../../source/core/cri-changes.ts';
import { createCriTimelineEvent, selectLabelled } from '../../source/core/cri-timeline.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';

const looks = { now: 10_000, since: 8_000 };
const container = (fields: Partial<RuntimeRecord>): RuntimeRecord => ({
	id: 'c',
	runtime: 'cri-o',
	name: 'web',
	labels: {},
	state: 'running',
	metadata: {
		role: 'container',
		podUid: 'u',
		podName: 'p',
		kubeNamespace: 'n',
		containerName: 'web',
		attempt: 2,
		sandboxId: 's',
	},
	...fields,
});
const sandbox = (fields: Partial<RuntimeRecord>): RuntimeRecord =>
	container({
		state: 'ready',
		metadata: { role: 'sandbox', podUid: 'u', podName: 'p', kubeNamespace: 'n', attempt: 1 },
		...fields,
	});

describe('between two looks', () => {
	test('a new container has been created and started, at its own times', () => {
		const changes = selectCriChanges(undefined, container({ createdAt: 9_000, startedAt: 9_100 }), looks);
		expect(changes).toEqual([
			{ type: 'create', id: 'c', at: 9_000 },
			{ type: 'start', id: 'c', at: 9_100 },
		]);
	});

	test('one that came and went has its whole life', () => {
		const ended = container({ state: 'exited', createdAt: 9_000, startedAt: 9_100, finishedAt: 9_200, exitCode: 3 });
		expect(selectCriChanges(undefined, ended, looks).map(({ type, at }) => [type, at])).toEqual([
			['create', 9_000],
			['start', 9_100],
			['exit', 9_200],
		]);
	});

	test('one that never started has not started', () => {
		const failed = container({ state: 'exited', createdAt: 9_000, finishedAt: 9_200, exitCode: 128 });
		expect(selectCriChanges(container({ state: 'created' }), failed, looks)).toEqual([
			{ type: 'exit', id: 'c', at: 9_200, exitCode: 128 },
		]);
	});

	test('a sandbox’s end is known no better than by the looks', () => {
		expect(selectCriChanges(sandbox({}), sandbox({ state: 'notready' }), looks)).toEqual([
			{ type: 'exit', id: 'c', at: 10_000, resolution: 2_000, exitCode: undefined },
		]);
	});

	test('a sandbox is created, and CRI has no word for its start', () => {
		expect(selectCriChanges(undefined, sandbox({ createdAt: 9_000 }), looks)).toEqual([
			{ type: 'create', id: 'c', at: 9_000 },
		]);
	});

	test('nothing has happened to what is as it was', () => {
		expect(selectCriChanges(container({}), container({ startedAt: 9_100, pid: 3 }), looks)).toEqual([]);
		expect(selectCriChanges(sandbox({ state: 'notready' }), sandbox({ state: 'notready' }), looks)).toEqual([]);
	});

	test('what is no longer listed has been removed', () => {
		expect(selectCriRemoval('c', looks)).toEqual({ type: 'delete', id: 'c', at: 10_000, resolution: 2_000 });
	});
});

describe('for the timeline', () => {
	test('an event has the same key whoever tells it', () => {
		const streamed = createCriTimelineEvent(
			{ type: 'exit', id: 'c', at: 9_200, nanoseconds: '9200000001', exitCode: 3 },
			'x',
			undefined,
		);
		const noticed = createCriTimelineEvent({ type: 'exit', id: 'c', at: 9_201, resolution: 5 }, 'x', container({}));
		expect(noticed.key).toBe(streamed.key);
		expect(noticed).toMatchObject({
			pod: 'p',
			container: 'web',
			attempt: 2,
			sandboxId: 's',
			role: 'container',
			resolution: 5,
		});
	});

	test('what can happen again has a key for each time', () => {
		const keys = ['1000', '2000'].map(
			(nanoseconds) => createCriTimelineEvent({ type: 'paused', id: 'c', at: 9, nanoseconds }, 'x', undefined).key,
		);
		expect(new Set(keys).size).toBe(2);
	});

	test('a container that is no pod’s is told by its name', () => {
		const alone = { name: 'tool', labels: {} };
		expect(createCriTimelineEvent({ type: 'start', id: 'c', at: 9, nanoseconds: '9' }, 'x', alone).message).toBe(
			'tool',
		);
	});

	test('labels tell who it is before the runtime lists it', () => {
		const labels = {
			'io.cri-containerd.kind': 'sandbox',
			'io.kubernetes.pod.name': 'p',
			'io.kubernetes.pod.namespace': 'n',
			'io.kubernetes.pod.uid': 'u',
		};
		const event = createCriTimelineEvent(
			{ type: 'create', id: 'c', at: 9, nanoseconds: '9' },
			'x',
			selectLabelled(labels),
		);
		expect(event).toMatchObject({ role: 'sandbox', pod: 'p', kubeNamespace: 'n', podUid: 'u' });
		expect(selectLabelled({ app: 'x' })).toBeUndefined();
	});
});
