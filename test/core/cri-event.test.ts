import { describe, expect, test } from 'vitest';
import { normalizeContainerdEvent, normalizeCriEvent, selectContainerdEventType } from '../../source/core/cri-event.ts';

const timestamp = { seconds: '1795302397', nanos: 267898765 };
const envelope = { timestamp };

describe("containerd's event", () => {
	test.each([
		['containerd.events.TaskExit', 'TaskExit'],
		['type.googleapis.com/containerd.events.TaskStart', 'TaskStart'],
		['containerd.events.SnapshotPrepare', undefined],
		['containerd.events.constructor', undefined],
		['other.TaskExit', undefined],
		['', undefined],
		[undefined, undefined],
	])('is told by its type: %s', (typeUrl, expected) => {
		expect(selectContainerdEventType(typeUrl)).toBe(expected);
	});

	test('of an exit has the time and code of the exit', () => {
		const body = { containerId: 'c', id: 'c', exitStatus: 137, exitedAt: { seconds: '1795302397', nanos: 5 } };
		expect(normalizeContainerdEvent(envelope, 'TaskExit', body)).toEqual({
			type: 'exit',
			id: 'c',
			at: 1795302397000,
			nanoseconds: '1795302397000000005',
			exitCode: 137,
		});
	});

	test('of an exit without a time has the envelope’s', () => {
		const body = { containerId: 'c', id: 'c', exitStatus: 0, exitedAt: null };
		expect(normalizeContainerdEvent(envelope, 'TaskExit', body)).toMatchObject({ at: 1795302397267, exitCode: 0 });
	});

	test.each([
		['ContainerCreate', { id: 'c' }, 'create'],
		['TaskStart', { containerId: 'c', pid: 3 }, 'start'],
		['TaskOOM', { containerId: 'c' }, 'oom'],
		['TaskPaused', { containerId: 'c' }, 'paused'],
		['TaskResumed', { containerId: 'c' }, 'resumed'],
		['ContainerDelete', { id: 'c' }, 'delete'],
		['SandboxCreate', { sandboxId: 'c' }, 'create'],
		['SandboxStart', { sandboxId: 'c' }, 'start'],
		['SandboxExit', { sandboxId: 'c', exitStatus: 1 }, 'exit'],
		['TaskCreate', { containerId: 'c' }, 'touched'],
		['TaskDelete', { containerId: 'c', id: '' }, 'touched'],
	] as const)('%s says %s', (name, body, type) => {
		expect(normalizeContainerdEvent(envelope, name, body)).toMatchObject({ type, id: 'c', at: 1795302397267 });
	});

	test.each([
		['TaskExit', { containerId: 'c', id: 'exec' }],
		['TaskDelete', { containerId: 'c', id: 'exec' }],
		['TaskStart', {}],
		['TaskStart', undefined],
	] as const)('%s of %j tells nothing about a container', (name, body) => {
		expect(normalizeContainerdEvent(envelope, name, body)).toBeUndefined();
	});

	test.each([null, {}, { seconds: '0', nanos: 0 }, { seconds: 'x' }, { seconds: '5', nanos: 1e9 }])(
		'without a usable time (%j) is none',
		(broken) => {
			expect(normalizeContainerdEvent({ timestamp: broken }, 'TaskStart', { containerId: 'c' })).toBeUndefined();
		},
	);
});

describe("CRI's event", () => {
	test.each([
		['CONTAINER_CREATED_EVENT', 'create'],
		['CONTAINER_STARTED_EVENT', 'start'],
		['CONTAINER_DELETED_EVENT', 'delete'],
	])('%s says %s', (containerEventType, type) => {
		const wire = { containerId: 'c', containerEventType, createdAt: '1795302397267898765' };
		expect(normalizeCriEvent(wire)).toEqual({ type, id: 'c', at: 1795302397267, nanoseconds: '1795302397267898765' });
	});

	test('of an exit has the code of that container only', () => {
		const event = (statuses: object[]) =>
			normalizeCriEvent({
				containerId: 'c',
				containerEventType: 'CONTAINER_STOPPED_EVENT',
				createdAt: '1795302397267898765',
				containersStatuses: statuses,
			})?.exitCode;
		expect(
			event([
				{ id: 'd', state: 'CONTAINER_EXITED', exitCode: 1 },
				{ id: 'c', state: 'CONTAINER_EXITED', exitCode: 3 },
			]),
		).toBe(3);
		expect(event([{ id: 'c', state: 'CONTAINER_RUNNING', exitCode: 0 }])).toBeUndefined();
	});

	test.each([
		null,
		{},
		{ containerId: 'c', containerEventType: 7, createdAt: '1' },
		{ containerId: 'c', containerEventType: 'CONTAINER_STARTED_EVENT', createdAt: '0' },
	])('of another shape (%j) is none', (wire) => {
		expect(normalizeCriEvent(wire)).toBeUndefined();
	});
});
