import { expect, test } from 'vitest';
import type { KubeEvent } from '../../source/core/kube-event.ts';
import { isKubeEvent, normalizeKubeEvent, parseFieldPath } from '../../source/core/normalize-kube-event.ts';
import { readEvents } from '../adapters/kube/fixtures.ts';

const arrivedAt = Date.parse('2026-11-22T00:00:00Z');

function findEvent(reason: string, pod: string): KubeEvent {
	const wires: unknown[] = readEvents();
	const event = wires.filter(isKubeEvent).find((event) => event.reason === reason && event.involvedObject.name === pod);
	if (!event) throw new Error(`no ${reason} of ${pod} in the fixtures`);
	return event;
}

test('an event of a kubelet: counted, whole seconds, about a container', () => {
	expect(normalizeKubeEvent(findEvent('BackOff', 'crasher'), arrivedAt)).toMatchObject({
		key: expect.stringMatching(/^kube:[0-9a-f-]{36}:1$/),
		at: Date.parse('2026-11-21T23:09:03Z'),
		resolution: 1000,
		source: 'kube',
		type: 'BackOff',
		kubeNamespace: 'default',
		pod: 'crasher',
		podUid: '84d06d88-2c9e-4b0b-bf9f-21f3e3e89244',
		container: 'boom',
		role: 'container',
		count: 1,
		severity: 'warning',
		message: 'Back-off restarting failed container',
	});
	expect(normalizeKubeEvent(findEvent('Started', 'crasher'), arrivedAt)).toMatchObject({
		count: 2,
		severity: 'normal',
	});
});

test('an event of the scheduler: exact time, no count', () => {
	const event = normalizeKubeEvent(findEvent('Scheduled', 'crasher'), arrivedAt);
	expect(event).toMatchObject({ at: Date.parse('2026-11-21T23:08:56.653Z'), count: 1, container: undefined });
	expect(event.resolution).toBeUndefined();
});

test('an event about the node belongs to no pod', () => {
	const event = normalizeKubeEvent(findEvent('NodeReady', 'k8slab'), arrivedAt);
	expect(event).toMatchObject({ type: 'NodeReady', pod: undefined, podUid: undefined, kubeNamespace: undefined });
});

test('the time of a series is that of its newest event', () => {
	const event = normalizeKubeEvent(
		{
			...findEvent('Scheduled', 'crasher'),
			series: { count: 7, lastObservedTime: '2026-11-21T23:30:00.5Z' },
		},
		arrivedAt,
	);
	expect(event).toMatchObject({
		at: Date.parse('2026-11-21T23:30:00.5Z'),
		count: 7,
		key: expect.stringMatching(/:7$/),
	});
});

test('the next best time is taken, at last that of arrival', () => {
	const bare: KubeEvent = { metadata: { uid: 'u' }, involvedObject: { kind: 'Pod' }, lastTimestamp: null };
	const times: Partial<KubeEvent> = { eventTime: null, firstTimestamp: '2026-01-01T00:00:00Z' };
	expect(normalizeKubeEvent({ ...bare, ...times }, arrivedAt).at).toBe(Date.parse('2026-01-01T00:00:00Z'));
	const created = { ...bare, metadata: { uid: 'u', creationTimestamp: '2026-01-02T00:00:00Z' } };
	expect(normalizeKubeEvent(created, arrivedAt).at).toBe(Date.parse('2026-01-02T00:00:00Z'));
	expect(normalizeKubeEvent(bare, arrivedAt)).toMatchObject({ at: arrivedAt, type: 'Event' });
	expect(normalizeKubeEvent({ ...bare, lastTimestamp: 'yesterday' }, arrivedAt).at).toBe(arrivedAt);
});

test.each([
	['spec.containers{nginx}', 'nginx'],
	['spec.initContainers{init-one}', 'init-one'],
	['spec.ephemeralContainers{debugger}', 'debugger'],
	['spec.volumes{data}', undefined],
	[undefined, undefined],
])('the container in %s is %s', (fieldPath, container) => {
	expect(parseFieldPath(fieldPath)).toBe(container);
});

test.each([null, 'text', {}, { metadata: { uid: '' }, involvedObject: {} }, { metadata: { uid: 'u' } }])(
	'%j is no event',
	(wire) => {
		expect(isKubeEvent(wire)).toBe(false);
	},
);
