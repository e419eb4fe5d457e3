import { describe, expect, it } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import { normalizeDockerListed } from '../../../source/core/docker-container.ts';
import type { ContainerView, PodView } from '../../../source/core/node-view.ts';
import type { Observation, ObservationOf } from '../../../source/core/observation.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { observe, snapshotAt, snapshotObservations } from '../../helpers/snapshot.ts';

const [containers, pods, processes] = snapshotObservations as [
	ObservationOf<'runtime-listing'>,
	ObservationOf<'pod-listing'>,
	ObservationOf<'process-listing'>,
];

function viewOf(...observations: Observation[]) {
	return correlate(observe(observations));
}

function podNamed(name: string, view: { pods: readonly PodView[] }, kubeNamespace = 'default'): PodView {
	const pod = view.pods.find((candidate) => candidate.name === name && candidate.kubeNamespace === kubeNamespace);
	if (!pod) throw new Error(`no pod ${name}`);
	return pod;
}

function sharingOf(container: ContainerView | undefined) {
	const uses = Object.entries(container?.linuxNamespaces ?? {}).map(([kind, use]) => [kind, use.sharing]);
	return Object.fromEntries(uses);
}

function recordOf(name: string, overrides: Partial<RuntimeRecord> = {}): RuntimeRecord {
	return { id: name, runtime: 'docker', name, labels: {}, state: 'running', ...overrides };
}

describe('when a container has started', () => {
	const process = { containerId: 'web', podUid: 'uid', pid: 10, startTicks: 1, startedAt: 700, linuxNamespaces: {} };
	const scan: Observation = {
		...{ at: 1_000, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} }, processes: [process] },
	};
	const metadata = { role: 'container', podUid: 'uid', podName: 'pod', kubeNamespace: 'default' } as const;
	const list = (more: Partial<RuntimeRecord>): Observation => {
		return { at: 1_000, source: 'docker', kind: 'runtime-listing', records: [recordOf('web', { metadata, ...more })] };
	};
	const startOf = (...observations: Observation[]) => {
		const [pod] = viewOf(...observations).pods;
		return [...(pod?.sandboxes ?? []), ...(pod?.containers ?? [])].find(({ id }) => id === 'web')?.startedAt;
	};

	it.each<[string, number | undefined, Observation[]]>([
		['by the runtime, once it has been inspected', 1_234, [scan, list({ startedAt: 1_234 })]],
		['by /proc before that', 700, [scan, list({})]],
		['by /proc where no runtime lists it', 700, [scan]],
		['unknown where neither tells', undefined, [list({})]],
		['unknown of one that has ended, whatever /proc has', undefined, [scan, list({ state: 'exited' })]],
		[
			'unknown of a CRI sandbox',
			undefined,
			[scan, list({ state: 'ready', metadata: { ...metadata, role: 'sandbox' } })],
		],
	])('%s', (_, expected, observations) => {
		expect(startOf(...observations)).toBe(expected);
	});
});

describe('the recorded node', () => {
	const view = viewOf(containers, pods, processes);

	it('has the pods that kubectl listed, in its order, each known to both sides', () => {
		expect(view.pods.map((pod) => [pod.kubeNamespace, pod.name, pod.matched].join(' '))).toEqual([
			'default crasher api+runtime',
			'default done api+runtime',
			'default on-host api+runtime',
			'default pause-test api+runtime',
			'default pause-test2 api+runtime',
			'default with-init api+runtime',
			'kube-system static-web-k8slab api+runtime',
			'team-a guaranteed api+runtime',
			'team-a host-all api+runtime',
			'team-a no-image api+runtime',
			'team-a pause-test api+runtime',
			'team-a web-5f9dfb78dc-598p4 api+runtime',
			'team-a web-5f9dfb78dc-6qlrf api+runtime',
		]);
		expect(view.unmatched.map(({ name, state }) => [name, state])).toEqual([['stacktest1', 'exited']]);
	});

	it('shows every container once', () => {
		const ids = [...view.pods.flatMap((pod) => [...pod.sandboxes, ...pod.containers]), ...view.unmatched].map(
			({ id }) => id,
		);
		const runtimeIds = ids.filter((id) => id !== undefined);
		expect(runtimeIds.sort()).toEqual(containers.records.map(({ id }) => id).sort());
	});

	it('says whose namespaces a pod with a shared process namespace uses', () => {
		const pod = podNamed('pause-test2', view);
		expect(pod.sandboxes[0]?.sharing).toMatchObject({ net: 'own', ipc: 'own', uts: 'own', pid: 'own', user: 'host' });
		for (const container of pod.containers) {
			expect(sharingOf(container)).toMatchObject({
				net: 'pause',
				ipc: 'pause',
				pid: 'pause',
				uts: 'own',
				mnt: 'own',
				user: 'host',
				cgroup: 'host',
				time: 'unknown',
			});
		}
	});

	it('knows the host namespaces of a hostNetwork pod, and that its pause keeps an own uts', () => {
		const pod = podNamed('on-host', view);
		expect(pod.sandboxes[0]?.sharing).toMatchObject({ net: 'host', uts: 'own' });
		expect(sharingOf(pod.containers[0])).toMatchObject({ net: 'host', uts: 'host', ipc: 'pause', pid: 'own' });
	});

	it('joins a static pod by its config hash, not by the UID of its mirror', () => {
		const pod = podNamed('static-web-k8slab', view, 'kube-system');
		expect(pod.uid).toBe('d8edae05920540fe6d573269247011b0');
		expect(pod.api?.metadata.uid).not.toBe(pod.uid);
		expect(pod.sandboxes).toHaveLength(1);
	});

	it('takes kinds from the spec and keeps its order', () => {
		const pod = podNamed('with-init', view);
		expect(pod.containers.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
			'init init-one',
			'init init-two',
			'app main',
		]);
	});

	it('shows a container that nobody has made yet, with the reason', () => {
		const [container] = podNamed('no-image', view, 'team-a').containers;
		expect(container).toMatchObject({ kind: 'app', state: 'waiting', reason: 'ImagePullBackOff', current: true });
		expect(container?.id).toBeUndefined();
	});

	it('has an ended sandbox for a completed pod, with no pid and no namespaces', () => {
		const pod = podNamed('done', view);
		expect(pod.sandboxes[0]).toMatchObject({ state: 'exited', current: true });
		expect(pod.sandboxes[0]?.pid).toBeUndefined();
		expect(pod.containers[0]).toMatchObject({ state: 'exited', exitCode: 0, reason: 'Completed' });
		expect(pod.containers[0]?.linuxNamespaces).toBeUndefined();
	});

	it('lists the attempts of a restarted container newest first', () => {
		const [newest] = containers.records.filter(({ name }) => name.startsWith('k8s_boom_crasher'));
		const before = {
			...newest,
			id: 'before',
			name: newest?.name.replace(/_1$/, '_0'),
			createdAt: 1_000,
		} as RuntimeRecord;
		const chain = podNamed(
			'crasher',
			viewOf({ ...containers, records: [before, ...containers.records] }, pods),
		).containers;
		expect(chain.map(({ attempt, current }) => [attempt, current])).toEqual([
			[1, true],
			[0, false],
		]);
	});
});

describe('with a part missing', () => {
	it('shows pods by the runtime alone, in words of the sandbox', () => {
		const view = viewOf(containers, processes);
		expect(podNamed('pause-test2', view)).toMatchObject({ matched: 'runtime', status: 'Ready' });
		expect(podNamed('done', view)).toMatchObject({ matched: 'runtime', status: 'NotReady' });
		expect(podNamed('pause-test2', view).containers.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(podNamed('pause-test2', view).ready).toBeUndefined();
	});

	it('finds pods by container id and cgroup when no runtime answers', () => {
		const view = viewOf(pods, processes);
		const pod = podNamed('pause-test2', view);
		expect(pod.sandboxes).toHaveLength(1);
		expect(pod.sandboxes[0]).toMatchObject({ evidence: 'cgroup', state: 'running' });
		expect(pod.containers.map(({ name, evidence }) => [name, evidence])).toEqual([
			['nginx', 'container-id'],
			['ghost', 'container-id'],
			['busybox', 'container-id'],
		]);
		expect(sharingOf(pod.containers[0])).toMatchObject({ net: 'pause' });
	});

	it('calls a namespace that it may not read unknown, never different', () => {
		const unreadable = processes.processes.map((process) => ({ ...process, linuxNamespaces: {} }));
		const view = viewOf(containers, pods, { ...processes, host: { linuxNamespaces: {} }, processes: unreadable });
		const seen = view.pods.flatMap((pod) => pod.containers.flatMap((container) => Object.values(sharingOf(container))));
		expect(new Set(seen)).toEqual(new Set(['unknown']));
	});

	it('calls a namespace unknown when only the host is unreadable, unless it is the pause’s', () => {
		const view = viewOf(containers, pods, { ...processes, host: { linuxNamespaces: {} } });
		expect(sharingOf(podNamed('pause-test2', view).containers[0])).toMatchObject({ net: 'pause', uts: 'unknown' });
	});
});

describe('what keeps failing to start', () => {
	const [boom] = containers.records.filter(({ name }) => name.startsWith('k8s_boom_crasher'));
	const [, , , , uid = ''] = boom?.name.split('_') ?? [];
	const failed = (attempt: number): RuntimeRecord => ({
		...boom,
		...recordOf(`failed-${attempt}`, { name: `k8s_boom_crasher_default_${uid}_${attempt}`, labels: {} }),
		state: 'created',
		createdAt: snapshotAt + attempt * 60_000,
		exitCode: attempt === 8 ? 127 : undefined,
	});
	const status = {
		name: 'boom',
		containerID: 'docker://failed-8',
		restartCount: 8,
		state: { waiting: { reason: 'CrashLoopBackOff' } },
		lastState: { terminated: { exitCode: 127, reason: 'ContainerCannotRun', containerID: 'docker://failed-8' } },
	};
	const crasher = pods.pods.map((pod) =>
		pod.metadata.name === 'crasher' ? { ...pod, status: { ...pod.status, containerStatuses: [status] } } : pod,
	);
	const view = viewOf(
		{ ...containers, records: [failed(9), failed(8)] },
		{ ...pods, pods: crasher },
		{ ...processes, processes: [] },
	);

	it('waits with its newest attempt, and says of the one before how that ended', () => {
		const [newest, before] = podNamed('crasher', view).containers;
		expect(newest).toMatchObject({ attempt: 9, state: 'created', current: true, reason: 'CrashLoopBackOff' });
		expect(newest?.apiSays).toBeUndefined();
		expect(before).toMatchObject({ attempt: 8, current: false, reason: 'ContainerCannotRun', exitCode: 127 });
	});
});

describe('what is in no pod', () => {
	it('is shown, from a listing and from /proc', () => {
		const stray = { ...(processes.processes[0] as never as object), containerId: 'f'.repeat(64), podUid: undefined };
		const view = viewOf(
			{ ...containers, records: [...containers.records, recordOf('registry')] },
			{ ...processes, processes: [...processes.processes, stray as never] },
		);
		expect(view.unmatched.map(({ name, runtime }) => [name, runtime])).toEqual([
			['pause', 'unknown'],
			['registry', 'docker'],
			['stacktest1', 'docker'],
		]);
	});
});

describe('identity over time', () => {
	const pod = '00000000-0000-0000-0000-000000000001';
	const sandbox = (id: string, attempt: number, createdAt: number, state: RuntimeRecord['state']) =>
		recordOf(`k8s_POD_web_default_${pod}_${attempt}`, { id, createdAt, state });
	const listing = (...records: RuntimeRecord[]): Observation => ({
		at: snapshotAt,
		source: 'docker',
		kind: 'runtime-listing',
		records,
	});

	it('takes the newer of two sandboxes with the same attempt: the dead one was removed before', () => {
		const view = viewOf(listing(sandbox('old', 0, 1_000, 'exited'), sandbox('new', 0, 9_000, 'running')));
		expect(view.pods[0]?.sandboxes.map(({ id, current }) => [id, current])).toEqual([
			['new', true],
			['old', false],
		]);
	});

	it('takes the higher attempt when the listing’s whole seconds are equal', () => {
		const view = viewOf(listing(sandbox('old', 3, 5_000, 'exited'), sandbox('new', 4, 5_000, 'running')));
		expect(view.pods[0]?.sandboxes[0]?.id).toBe('new');
	});

	it('says that an app whose pause died is in a namespace of the former pause', () => {
		const app = recordOf(`k8s_app_web_default_${pod}_0`, {
			id: 'app',
			labels: {
				'io.kubernetes.docker.type': 'container',
				'io.kubernetes.container.name': 'app',
				'io.kubernetes.pod.name': 'web',
				'io.kubernetes.pod.namespace': 'default',
				'io.kubernetes.pod.uid': pod,
				'io.kubernetes.sandbox.id': 'dead',
			},
		});
		const process = (containerId: string, pid: number, net: number) => ({
			containerId,
			pid,
			startTicks: pid,
			linuxNamespaces: { net },
		});
		const host = { linuxNamespaces: { net: 1 } };
		const state = observe([
			listing(sandbox('dead', 0, 1_000, 'running'), app),
			{
				at: snapshotAt,
				source: 'proc',
				kind: 'process-listing',
				host,
				processes: [process('dead', 10, 77), process('app', 11, 77)],
			},
			listing(sandbox('dead', 0, 1_000, 'exited'), app),
			{ at: snapshotAt, source: 'proc', kind: 'processes', processes: [], gone: ['dead'] },
		]);
		const [container] = correlate(state).pods[0]?.containers ?? [];
		expect(container?.linuxNamespaces?.net).toEqual({ inode: 77, sharing: 'other', of: 'former pause #0 of web' });
		expect(container).toMatchObject({ state: 'running', sandboxAttempt: 0 });
	});
});

describe('a container that joins another one’s namespace', () => {
	const process = (containerId: string, startTicks: number) => ({
		containerId,
		pid: startTicks,
		startTicks,
		linuxNamespaces: { pid: 88 },
	});
	const uid = '00000000-0000-0000-0000-000000000002';
	const view = viewOf(
		{
			...containers,
			records: ['app', 'debug'].map((name) => recordOf(`k8s_${name}_web_default_${uid}_0`, { id: name })),
		},
		{ ...processes, host: { linuxNamespaces: { pid: 1 } }, processes: [process('debug', 20), process('app', 10)] },
	);

	it('is in somebody else’s, and the other one stays in its own', () => {
		const [app, debug] = view.pods[0]?.containers ?? [];
		expect(app?.linuxNamespaces?.pid).toEqual({ inode: 88, sharing: 'own' });
		expect(debug?.linuxNamespaces?.pid).toEqual({ inode: 88, sharing: 'other', of: 'app of web' });
	});
});

describe('where the API and the runtime disagree', () => {
	it('keeps both: the runtime’s state and what the API says', () => {
		const records = containers.records.map((record) =>
			record.name.startsWith('k8s_nginx_pause-test2') ? { ...record, state: 'exited' as const, exitCode: 137 } : record,
		);
		const view = viewOf({ ...containers, records }, pods, processes);
		const nginx = podNamed('pause-test2', view).containers.find(({ name }) => name === 'nginx');
		expect(nginx).toMatchObject({ state: 'exited', apiSays: 'running' });
		expect(nginx?.pid).toBeUndefined();
	});

	it('does not call waiting what the API calls running and nobody here can see', () => {
		const [container] = podNamed('pause-test', viewOf(pods)).containers;
		expect(container).toMatchObject({ state: 'unknown', apiSays: 'running', current: true });
	});

	it('says nothing where they agree', () => {
		const view = viewOf(containers, pods, processes);
		const said = view.pods.flatMap((pod) => pod.containers.map(({ apiSays }) => apiSays)).filter(Boolean);
		expect(said).toEqual([]);
	});

	it('handles two records of one id, seen through two runtimes, as one', () => {
		const twice = normalizeDockerListed({ Id: containers.records[0]?.id, Names: ['/x'] });
		const view = viewOf(
			containers,
			{ ...containers, source: 'other', records: [{ ...twice, runtime: 'other' }] },
			pods,
		);
		expect(view.unmatched).toHaveLength(1);
	});
});
