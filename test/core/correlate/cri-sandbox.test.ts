import { describe, expect, it } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import type { LinuxNamespaces } from '../../../source/core/linux-namespace.ts';
import type { PodView } from '../../../source/core/node-view.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { observe } from '../../helpers/snapshot.ts';

const host: LinuxNamespaces = { net: 1, ipc: 2, uts: 3, pid: 4, mnt: 5, user: 6, cgroup: 7, time: 8 };
const inside: LinuxNamespaces = { ...host, net: 11, ipc: 12, uts: 13, pid: 24, mnt: 25 };

function sandbox(id: string, attempt: number, more: Partial<RuntimeRecord> = {}): RuntimeRecord {
	const metadata = { role: 'sandbox', podUid: 'uid', podName: 'web', kubeNamespace: 'default', attempt } as const;
	return { id, runtime: 'cri-o', name: id, labels: {}, state: 'ready', createdAt: 1_000 + attempt, metadata, ...more };
}

function container(id: string, name: string, sandboxId: string, more: Partial<RuntimeRecord> = {}): RuntimeRecord {
	const pod = { podUid: 'uid', podName: 'web', kubeNamespace: 'default' };
	const metadata = { ...pod, role: 'container', containerName: name, attempt: 0, sandboxId } as const;
	return { id, runtime: 'cri-o', name: id, labels: {}, state: 'running', metadata, ...more };
}

function view(
	records: RuntimeRecord[],
	processes: [id: string, startTicks: number, namespaces: LinuxNamespaces][],
	pinned: Record<string, LinuxNamespaces> = {},
): PodView | undefined {
	const observations: Observation[] = [
		{ at: 1, source: 'cri-o', kind: 'runtime-listing', records },
		{
			at: 1,
			source: 'proc',
			kind: 'process-listing',
			host: { linuxNamespaces: host },
			processes: processes.map(([containerId, startTicks, linuxNamespaces]) => ({
				containerId,
				startTicks,
				pid: startTicks,
				linuxNamespaces,
			})),
		},
		{
			at: 1,
			source: 'proc',
			kind: 'pinned-namespaces',
			namespaces: Object.entries(pinned).map(([sandboxId, linuxNamespaces]) => ({ sandboxId, linuxNamespaces })),
		},
	];
	return correlate(observe(observations)).pods[0];
}

const sharing = (pod: PodView | undefined, name: string) => {
	const uses = pod?.containers.find((candidate) => candidate.name === name)?.linuxNamespaces;
	return Object.fromEntries(Object.entries(uses ?? {}).map(([kind, use]) => [kind, use.sharing]));
};

describe('a sandbox without a pause process', () => {
	const records = [sandbox('s', 0), container('a', 'app', 's'), container('b', 'helper', 's')];
	const processes: Parameters<typeof view>[1] = [
		['a', 10, inside],
		['b', 20, { ...inside, pid: 34, mnt: 35 }],
	];

	it('is known by the files that pin its namespaces', () => {
		const pod = view(records, processes, { s: { net: 11, ipc: 12, uts: 13 } });
		expect(pod?.sandboxes[0]).toMatchObject({
			pinned: true,
			state: 'ready',
			linuxNamespaces: { net: 11, ipc: 12, uts: 13 },
		});
		expect(pod?.sandboxes[0]?.pid).toBeUndefined();
		for (const name of ['app', 'helper']) {
			expect(sharing(pod, name)).toMatchObject({
				net: 'pause',
				ipc: 'pause',
				uts: 'pause',
				pid: 'own',
				mnt: 'own',
				user: 'host',
			});
		}
	});

	it('says unknown of what it may hold while nobody has read the files, and never somebody else’s', () => {
		const pod = view(records, processes);
		expect(pod?.sandboxes[0]?.pinned).toBeUndefined();
		expect(pod?.sandboxes[0]?.linuxNamespaces).toBeUndefined();
		for (const name of ['app', 'helper']) {
			expect(sharing(pod, name)).toMatchObject({
				net: 'unknown',
				ipc: 'unknown',
				uts: 'unknown',
				pid: 'own',
				mnt: 'own',
			});
		}
	});

	it('forgets the files of sandboxes that are gone', () => {
		const state = observe([
			{ at: 1, source: 'cri-o', kind: 'runtime-listing', records: [sandbox('new', 1)] },
			{
				at: 1,
				source: 'proc',
				kind: 'pinned-namespaces',
				namespaces: [{ sandboxId: 'old', linuxNamespaces: { net: 9 } }],
			},
			{
				at: 2,
				source: 'proc',
				kind: 'pinned-namespaces',
				namespaces: [{ sandboxId: 'new', linuxNamespaces: { net: 10 } }],
			},
		]);
		expect([...state.pinned.keys()]).toEqual(['new']);
	});
});

describe('two sandboxes of one pod', () => {
	it('has the newer one in front, and an app that still runs in the older one’s namespaces', () => {
		const pod = view(
			[sandbox('new', 1), sandbox('old', 0, { state: 'notready' }), container('a', 'app', 'old')],
			[
				['new', 30, { ...inside, net: 99 }],
				['a', 10, inside],
			],
		);
		expect(pod?.sandboxes.map(({ attempt, state, current }) => [attempt, state, current])).toEqual([
			[1, 'ready', true],
			[0, 'notready', false],
		]);
		expect(pod?.containers[0]).toMatchObject({ sandboxAttempt: 0 });
		expect(sharing(pod, 'app')).toMatchObject({ net: 'other', ipc: 'pause', uts: 'pause' });
		expect(pod?.containers[0]?.linuxNamespaces?.net.of).toBe('former pause #0 of web');
	});
});

describe('a runtime handler', () => {
	it.each(['kata', 'kata-qemu', 'runsc', 'gvisor', 'firecracker'])(
		'%s hides what is shared inside the guest',
		(runtimeHandler) => {
			const pod = view(
				[sandbox('s', 0, { runtimeHandler }), container('a', 'app', 's')],
				[
					['s', 10, inside],
					['a', 20, inside],
				],
			);
			expect(pod?.sandboxes[0]).toMatchObject({ isolated: true, runtimeHandler });
			expect(new Set(Object.values(sharing(pod, 'app')))).toEqual(new Set(['unknown']));
			expect(pod?.containers[0]?.linuxNamespaces?.net.inode).toBe(11);
		},
	);

	it.each(['runc', 'crun', 'nvidia', 'runc-systemd'])('%s shares the host’s kernel', (runtimeHandler) => {
		const pod = view(
			[sandbox('s', 0, { runtimeHandler }), container('a', 'app', 's')],
			[
				['s', 10, inside],
				['a', 20, inside],
			],
		);
		expect(pod?.sandboxes[0]?.isolated).toBeUndefined();
		expect(sharing(pod, 'app')).toMatchObject({ net: 'pause' });
	});
});

it('shows a user namespace of the pod’s own as shared with its pause', () => {
	const own = { ...inside, user: 66 };
	const pod = view(
		[sandbox('s', 0, { hostUsers: false }), container('a', 'app', 's')],
		[
			['s', 10, own],
			['a', 20, own],
		],
	);
	expect(sharing(pod, 'app')).toMatchObject({ user: 'pause' });
	expect(pod?.sandboxes[0]?.sharing).toMatchObject({ user: 'own' });
});

it('knows the IP of a pod that only the runtime knows', () => {
	expect(view([sandbox('s', 0, { sandboxIp: '10.88.0.7' })], [])).toMatchObject({ ip: '10.88.0.7', status: 'Ready' });
});
