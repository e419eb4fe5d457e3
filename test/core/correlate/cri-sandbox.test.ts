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

	it.each([
		['a listing', { kind: 'runtime-listing', records: [sandbox('new', 1)] } as const],
		['a re-read', { kind: 'runtime-records', records: [], gone: ['old'] } as const],
	])('forgets the files of sandboxes that are gone by %s', (_, news) => {
		const pinned = (sandboxId: string, net: number): Observation => ({
			at: 1,
			source: 'proc',
			kind: 'pinned-namespaces',
			namespaces: [{ sandboxId, linuxNamespaces: { net } }],
		});
		const listed: Observation = {
			at: 1,
			source: 'cri-o',
			kind: 'runtime-listing',
			records: [sandbox('old', 0), sandbox('new', 1)],
		};
		const before = observe([listed, pinned('old', 9), pinned('new', 10)]);
		expect([...before.pinned.keys()]).toEqual(['old', 'new']);
		expect([...observe([{ at: 2, source: 'cri-o', ...news }], before).pinned.keys()]).toEqual(['new']);
	});
});
