import { describe, expect, it } from 'vitest';
import type { KubePod } from '../../source/core/kube-pod.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { emptyState, reduce } from '../../source/store/reduce.ts';
import { observe } from '../helpers/snapshot.ts';

function record(id: string, overrides: Partial<RuntimeRecord> = {}): RuntimeRecord {
	return { id, runtime: 'docker', name: id, labels: {}, state: 'running', ...overrides };
}

function listing(at: number, ...records: RuntimeRecord[]): Observation {
	return { at, source: 'docker', kind: 'runtime-listing', records };
}

function process(containerId: string, pid: number, net: number): ContainerProcess {
	return { containerId, pid, startTicks: pid * 10, linuxNamespaces: { net } };
}

function pod(uid: string, phase: string, resourceVersion: string): KubePod {
	return {
		metadata: { name: uid, namespace: 'default', uid, resourceVersion },
		spec: { containers: [{ name: 'app' }] },
		status: { phase, podIP: '10.0.0.1' },
	};
}

describe('records', () => {
	it('are replaced by a listing and changed by a re-read', () => {
		const state = observe([
			listing(1, record('a'), record('b')),
			listing(2, record('b'), record('c')),
			{ at: 3, source: 'docker', kind: 'runtime-records', records: [record('d')], gone: ['b', 'never'] },
		]);
		expect([...(state.records.get('docker')?.keys() ?? [])]).toEqual(['c', 'd']);
		expect(state.now).toBe(3);
	});

	it('keep what an inspection found while the state is the same', () => {
		const inspected = record('a', { startedAt: 1_234, createdAt: 1_200, pid: 42 });
		const state = observe([listing(1, inspected), listing(2, record('a', { createdAt: 1_000 }))]);
		expect(state.records.get('docker')?.get('a')).toMatchObject({ startedAt: 1_234, createdAt: 1_200, pid: 42 });
	});

	it('take the pid of an inspection that tells no start: a CRI sandbox’s', () => {
		const sandbox = record('a', { state: 'ready' });
		const read: Observation = {
			...{ at: 2, source: 'docker', kind: 'runtime-records', gone: [] },
			records: [{ ...sandbox, pid: 42 }],
		};
		const state = observe([listing(1, sandbox), read, listing(3, sandbox)]);
		expect(state.records.get('docker')?.get('a')?.pid).toBe(42);
	});

	it('forget it when the state has changed', () => {
		const inspected = record('a', { startedAt: 1_234, pid: 42 });
		const state = observe([listing(1, inspected), listing(2, record('a', { state: 'exited', exitCode: 3 }))]);
		expect(state.records.get('docker')?.get('a')).toEqual(record('a', { state: 'exited', exitCode: 3 }));
	});

	it('of one runtime are untouched by another’s listing', () => {
		const state = observe([listing(1, record('a')), { ...listing(2, record('b')), source: 'containerd' }]);
		expect([...state.records.keys()]).toEqual(['docker', 'containerd']);
	});
});

describe('processes', () => {
	const scan = (...processes: ContainerProcess[]): Observation => ({
		at: 1,
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: { net: 1 } },
		processes,
	});

	it('that end are remembered with the namespaces they had', () => {
		const state = observe([
			scan(process('a', 10, 77), process('b', 11, 78)),
			{ at: 2, source: 'proc', kind: 'processes', processes: [process('b', 20, 79)], gone: ['a'] },
		]);
		expect([...(state.processes?.keys() ?? [])]).toEqual(['b']);
		expect(state.endedProcesses.get('a')?.linuxNamespaces.net).toBe(77);
		// the same id with another process: a container restarted in place
		expect(state.endedProcesses.get('b')?.linuxNamespaces.net).toBe(78);
		expect(state.host.linuxNamespaces.net).toBe(1);
	});
});

describe('pods', () => {
	const podListing = (at: number, ...pods: KubePod[]): Observation => ({
		at,
		source: 'kube',
		kind: 'pod-listing',
		pods,
	});

	it('tell what kubectl get pod -w would have printed', () => {
		const state = observe([
			podListing(1, pod('web', 'Pending', '1'), pod('old', 'Running', '2')),
			{ at: 2, source: 'kube', kind: 'pod-changed', pod: pod('web', 'Running', '3') },
			{ at: 3, source: 'kube', kind: 'pod-deleted', uid: 'old' },
			podListing(4, pod('web', 'Running', '3'), pod('new', 'Pending', '5')),
		]);
		expect(state.timeline.events.map(({ type, pod: name, message }) => [type, name, message])).toEqual([
			['PodChanged', 'web', '0/1 Pending, 10.0.0.1 → 0/1 Running, 10.0.0.1'],
			['PodDeleted', 'old', '0/1 Running, 10.0.0.1'],
			['PodAdded', 'new', '0/1 Pending, 10.0.0.1'],
		]);
	});

	it('say nothing when the row reads the same', () => {
		const state = observe([
			podListing(1, pod('web', 'Running', '1')),
			{ at: 2, source: 'kube', kind: 'pod-changed', pod: pod('web', 'Running', '2') },
		]);
		expect(state.timeline.events).toEqual([]);
		expect(state.pods?.get('web')?.metadata.resourceVersion).toBe('2');
	});
});

describe('health', () => {
	const health = (at: number, value: 'connecting' | 'live' | 'failed', more = {}): Observation => ({
		at,
		source: 'docker',
		kind: 'health',
		health: value,
		...more,
	});

	it('keeps since when, and tells of changes', () => {
		const state = observe([
			health(1, 'connecting'),
			health(2, 'live', { version: '20.10.24', endpoint: '/run/docker.sock' }),
			health(3, 'live'),
			health(4, 'failed', { detail: 'the socket is gone', remedy: 'start dockerd' }),
		]);
		expect(state.sources.get('docker')).toMatchObject({
			health: 'failed',
			since: 4,
			version: '20.10.24',
			endpoint: '/run/docker.sock',
			remedy: 'start dockerd',
		});
		expect(state.timeline.events.map(({ message }) => message)).toEqual([
			'connecting → live',
			'live → failed: the socket is gone',
		]);
	});

	it('does not keep the reason when all is well again', () => {
		const state = observe([health(1, 'failed', { detail: 'gone', remedy: 'start it' }), health(2, 'live')]);
		expect(state.sources.get('docker')).toEqual({ health: 'live', since: 2 });
	});
});

it('only moves the clock forward', () => {
	const state = observe([{ at: 5, source: 'clock', kind: 'tick' }]);
	expect(reduce(state, { at: 3, source: 'clock', kind: 'tick' })).toBe(state);
	expect(reduce(emptyState, { at: 3, source: 'clock', kind: 'tick' }).now).toBe(3);
});
