import { describe, expect, it } from 'vitest';
import { reportLimit } from '../../source/core/findings/kubelet-reports.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { goneAge, gonePodLimit, incarnationLimit } from '../../source/store/history-bounds.ts';
import { eventLimit } from '../../source/store/history-events.ts';
import { momentLimit } from '../../source/store/history-moment.ts';
import { reduce } from '../../source/store/reduce.ts';
import { observe, snapshotAt, snapshotObservations } from '../helpers/snapshot.ts';

type Made = Partial<RuntimeRecord> & { pod?: string; attempt?: number };

function record(id: string, { pod = 'web', attempt = 0, ...overrides }: Made = {}): RuntimeRecord {
	const metadata = {
		role: 'container',
		podUid: `uid-${pod}`,
		podName: pod,
		kubeNamespace: 'default',
		containerName: 'app',
		attempt,
	} as const;
	return { id, runtime: 'docker', name: id, labels: {}, state: 'running', metadata, ...overrides };
}

const listing = (at: number, ...records: RuntimeRecord[]): Observation => ({
	at,
	source: 'docker',
	kind: 'runtime-listing',
	records,
});
const reread = (at: number, ...records: RuntimeRecord[]): Observation => ({
	at,
	source: 'docker',
	kind: 'runtime-records',
	records,
	gone: [],
});
const scan = (at: number, pid: number, podUid?: string): Observation => ({
	at,
	source: 'proc',
	kind: 'processes',
	processes: [{ containerId: 'a', pid, podUid, startTicks: pid * 10, linuxNamespaces: { net: pid } }],
	gone: [],
});
const find = (state: NodeState, id = 'a', pod = 'web') => state.histories.get(`uid-${pod}`)?.incarnations.get(id);

describe('the process of an incarnation that is started again', () => {
	const first = record('a', { startedAt: 500, pid: 10 });
	const begun = [listing(1_000, first), scan(1_500, 10)];
	const ended = reread(2_000, record('a', { state: 'exited', startedAt: 500, finishedAt: 1_900 }));

	it.each([
		['a record with another pid', reread(3_000, record('a', { startedAt: 2_500, pid: 20 })), 20],
		['a record that does not name it', listing(3_000, record('a')), undefined],
	])('is not the one of the run before: %s', (_, again, pid) => {
		const state = observe([...begun, ended, again]);
		expect(find(state)).toMatchObject({ state: 'running', pid });
		expect(find(state)?.startTicks).toBeUndefined();
		expect(find(state)?.linuxNamespaces).toBeUndefined();
		expect(find(reduce(state, scan(3_100, 20)))).toMatchObject({
			pid: 20,
			startTicks: 200,
			linuxNamespaces: { net: 20 },
		});
	});

	it('nor where nobody told that it had ended', () => {
		const state = observe([...begun, reread(3_000, record('a', { startedAt: 2_500, pid: 20 }))]);
		expect(find(state)).toMatchObject({ pid: 20, startedAt: 2_500 });
		expect(find(state)?.linuxNamespaces).toBeUndefined();
	});

	it('stays that of the run that has ended until then', () => {
		expect(find(observe([...begun, ended]))).toMatchObject({ pid: 10, linuxNamespaces: { net: 10 } });
	});
});

describe('an incarnation', () => {
	it('keeps when it was seen, and what its record said, after it is gone', () => {
		const state = observe([
			listing(1_000, record('a', { createdAt: 400, startedAt: 500, pid: 42 })),
			reread(2_000, record('a', { state: 'exited', createdAt: 400, startedAt: 500, finishedAt: 1_900, exitCode: 3 })),
			listing(3_000),
		]);
		expect(find(state)).toMatchObject({
			firstSeenAt: 1_000,
			aliveSeenAt: 1_000,
			endSeenAt: 2_000,
			goneSeenAt: 3_000,
			startedAt: 500,
			finishedAt: 1_900,
			exitCode: 3,
			state: 'exited',
			pid: 42,
			kubeNamespace: 'default',
			container: 'app',
		});
	});

	it('has the process of the scan, whichever came first, and of the run that lives', () => {
		const running = record('a');
		for (const podUid of ['uid-web', undefined]) {
			expect(find(observe([listing(1, running), scan(2, 10, podUid)]))).toMatchObject({ pid: 10, startTicks: 100 });
			expect(find(observe([scan(1, 10, podUid), listing(2, running)]))?.linuxNamespaces).toEqual({ net: 10 });
			expect(find(observe([listing(1, running), scan(2, 10, podUid), scan(3, 11, podUid)]))?.pid).toBe(11);
			const ended = record('a', { state: 'exited' });
			expect(
				find(observe([listing(1, running), scan(2, 10, podUid), reread(3, ended), scan(4, 12, podUid)]))?.pid,
			).toBe(10);
		}
	});

	it('is the same object, as is the whole, when a listing says nothing new', () => {
		const before = observe(snapshotObservations);
		const after = observe(
			snapshotObservations.map((observation) => ({ ...observation, at: snapshotAt + 60_000 })),
			before,
		);
		expect(after.now).not.toBe(before.now);
		expect(after.histories).toBe(before.histories);
	});

	it('keeps the exact creation when a listing cuts it to seconds', () => {
		const state = observe([
			listing(1, record('a', { createdAt: 7_123, startedAt: 7_500 })),
			reread(2, record('a', { createdAt: 7_000, startedAt: 7_500 })),
		]);
		expect(find(state)?.createdAt).toBe(7_123);
	});

	it('takes the record that was read last for the newest, also when it comes first', () => {
		const ended = reread(2_000, record('a', { state: 'exited', finishedAt: 1_500, exitCode: 3 }));
		const state = observe([listing(1), ended, reread(1_000, record('a', { startedAt: 900 }))]);
		expect(find(state)).toMatchObject({
			state: 'exited',
			startedAt: 900,
			finishedAt: 1_500,
			exitCode: 3,
			aliveSeenAt: 1_000,
		});
	});

	it('starts a new run when the same container is started again', () => {
		const state = observe([
			listing(1_000, record('a', { startedAt: 500 })),
			reread(2_000, record('a', { state: 'exited', startedAt: 500, finishedAt: 1_900, exitCode: 0 })),
			reread(3_000, record('a', { startedAt: 2_900 })),
		]);
		expect(find(state)).toMatchObject({ startedAt: 2_900, state: 'running' });
		expect(find(state)?.finishedAt).toBeUndefined();
		expect(find(state)?.endSeenAt).toBeUndefined();
	});
});

describe('a pod', () => {
	const recorded = snapshotObservations.find((observation) => observation.kind === 'pod-listing');
	const pods = recorded?.kind === 'pod-listing' ? recorded.pods : [];
	const [pod = expect.unreachable()] = pods;
	const changed = (at: number, ip: string): Observation => ({
		at,
		source: 'kube',
		kind: 'pod-changed',
		pod: {
			...pod,
			metadata: { ...pod.metadata, resourceVersion: ip },
			status: { ...pod.status, podIP: ip, podIPs: [{ ip }] },
		},
	});
	const listed: Observation = { at: 1, source: 'kube', kind: 'pod-listing', pods: [pod] };
	const ips = (state: NodeState) => state.histories.get(pod.metadata.uid)?.moments.map(({ ip }) => ip);

	it('has a moment for each state that differs, in the order of time', () => {
		const state = observe([listed, changed(10, 'a'), changed(20, 'a'), changed(40, 'c'), changed(30, 'b')]);
		expect(ips(state)?.slice(1)).toEqual(['a', 'b', 'c']);
		expect(state.histories.get(pod.metadata.uid)?.pod?.status?.podIP).toBe('c');
	});

	it('keeps one copy of what stays the same from moment to moment', () => {
		const [first, second] = observe([listed, changed(10, 'a')]).histories.get(pod.metadata.uid)?.moments ?? [];
		expect(first?.containers.length).toBeGreaterThan(0);
		for (const [index, container] of first?.containers.entries() ?? [])
			expect(second?.containers[index]).toBe(container);
	});

	it('has so many moments, and tells of those that it let go', () => {
		const steps = Array.from({ length: momentLimit + 4 }, (_, index) => changed(10 + index, `ip ${index}`));
		const history = observe([listed, ...steps]).histories.get(pod.metadata.uid);
		expect(history?.moments).toHaveLength(momentLimit);
		expect(history?.dropped).toEqual({ moments: { count: 5, until: 13 } });
	});

	it('is remembered with its spec when it is deleted, and so when a listing lacks it', () => {
		const deleted = observe([listed, { at: 5, source: 'kube', kind: 'pod-deleted', uid: pod.metadata.uid }]);
		const lacking = observe([listed, { at: 5, source: 'kube', kind: 'pod-listing', pods: [] }]);
		for (const state of [deleted, lacking]) {
			expect(state.histories.get(pod.metadata.uid)).toMatchObject({
				deletedAt: 5,
				pod: { metadata: { name: pod.metadata.name } },
			});
		}
	});

	it('that is static goes by the runtime’s UID, with the events that came before it was known', () => {
		const mirror =
			pods.find(({ metadata }) => metadata.annotations?.['kubernetes.io/config.mirror']) ?? expect.unreachable();
		const hash = mirror.metadata.annotations?.['kubernetes.io/config.hash'] ?? '';
		const event = { key: 'e', at: 1, source: 'kube', type: 'Killing', podUid: mirror.metadata.uid };
		const state = observe([
			{ at: 1, source: 'kube', kind: 'events', events: [event] },
			{ at: 2, source: 'kube', kind: 'pod-listing', pods: [mirror] },
			{ at: 3, source: 'kube', kind: 'events', events: [{ ...event, key: 'f', at: 3 }] },
		]);
		expect([...state.histories.keys()]).toEqual([hash]);
		expect(state.histories.get(hash)?.events?.map(({ key }) => key)).toEqual(['e', 'f']);
	});
});

describe('its bounds', () => {
	it('let old incarnations go whose records are gone, but none that is listed', () => {
		const attempts = Array.from({ length: 60 }, (_, attempt) => attempt);
		const steps = attempts.map((attempt) =>
			listing(attempt * 1_000, record(`a${attempt}`, { attempt, createdAt: attempt * 1_000 })),
		);
		const incarnations = observe(steps).histories.get('uid-web')?.incarnations;
		expect(incarnations?.size).toBeLessThanOrEqual(incarnationLimit + 1);
		expect(incarnations?.has('a59')).toBe(true);
		expect(incarnations?.has('a30')).toBe(false);
		const kept = incarnations?.size ?? 0;
		expect(observe(steps).histories.get('uid-web')?.dropped).toEqual({
			// each is gone when the next one is listed
			incarnations: { count: 60 - kept, until: (60 - kept) * 1_000 },
		});
		const all = observe([listing(1, ...attempts.map((attempt) => record(`a${attempt}`, { attempt })))]);
		expect(all.histories.get('uid-web')?.incarnations.size).toBe(60);
		expect(all.histories.get('uid-web')?.dropped).toBeUndefined();
	});

	it('let pods go that are gone: the old ones, and the oldest of too many', () => {
		const count = gonePodLimit + 20;
		const many = Array.from({ length: count }, (_, index) =>
			listing(index * 10, record(`a${index}`, { pod: `pod-${index}` })),
		);
		const full = observe([...many, listing(count * 10)]);
		expect(full.histories.size).toBe(gonePodLimit);
		expect(full.histories.has('uid-pod-0')).toBe(false);
		expect(full.forgottenPods).toBe(20);
		const later = observe([listing(count * 10 + goneAge + 1, record('b'))], full);
		expect([...later.histories.keys()]).toEqual(['uid-web']);
		expect(later.forgottenPods).toBe(count);
	});

	it('hold events and moments, and tell what they let go', () => {
		const events = Array.from({ length: eventLimit + 5 }, (_, index) => ({
			key: `e${index}`,
			at: index,
			source: 'docker',
			type: 'start',
			podUid: 'uid-web',
		}));
		const state = observe([{ at: 1, source: 'docker', kind: 'events', events }]);
		expect(state.histories.get('uid-web')?.events).toHaveLength(eventLimit);
		expect(state.histories.get('uid-web')?.events?.[0]?.key).toBe('e5');
		expect(state.histories.get('uid-web')?.dropped).toEqual({ events: { count: 5, until: 4 } });
		// told again, as after a reconnect
		const again = observe([{ at: 2, source: 'docker', kind: 'events', events: events.slice(0, 4) }], state);
		expect(again.histories).toBe(state.histories);
		const next = { key: 'next', at: eventLimit + 9, source: 'docker', type: 'start', podUid: 'uid-web' };
		const more = observe([{ at: 3, source: 'docker', kind: 'events', events: [next] }], state);
		expect(more.histories.get('uid-web')?.dropped).toEqual({ events: { count: 6, until: 5 } });
		expect(momentLimit).toBeGreaterThan(20 * 8);
	});
});

describe('events', () => {
	const event = (key: string, type: string, more = {}) => ({
		key,
		at: 5,
		source: 'docker',
		type,
		podUid: 'uid-web',
		...more,
	});

	it('that only findings need are kept apart, in their bounds', () => {
		const reports = Array.from({ length: reportLimit + 5 }, (_, index) => ({
			...event(`r${index}`, 'FailedMount', { source: 'kube' }),
			at: index,
		}));
		const told = [...reports, event('pulled', 'Pulled'), event('0', 'die')];
		const history = observe([{ at: 5, source: 'kube', kind: 'events', events: told }]).histories.get('uid-web');
		expect(history?.events?.map(({ key }) => key)).toEqual(['0']);
		expect(history?.reports).toHaveLength(reportLimit);
		expect(history?.reports?.[0]?.key).toBe('r5');
	});

	it('are kept once, and only those that stories are told from', () => {
		const told = [
			event('1', 'die'),
			event('1', 'die'),
			event('2', 'stop'),
			event('3', 'Pulled'),
			event('4', 'SandboxChanged'),
		];
		const probes = [
			event('5', 'Unhealthy', { message: 'Readiness probe failed' }),
			event('6', 'Unhealthy', { message: 'Liveness probe failed' }),
		];
		const state = observe([{ at: 5, source: 'docker', kind: 'events', events: [...told, ...probes] }]);
		expect(state.histories.get('uid-web')?.events?.map(({ key }) => key)).toEqual(['1', '4', '6']);
		expect(reduce(state, { at: 6, source: 'docker', kind: 'events', events: told }).histories).toBe(state.histories);
	});

	it('that name only an id find their pod by its record', () => {
		const state = observe([
			listing(1, record('a')),
			{ at: 5, source: 'docker', kind: 'events', events: [event('1', 'exit', { podUid: undefined, id: 'a' })] },
		]);
		expect(state.histories.get('uid-web')?.events).toHaveLength(1);
	});
});
