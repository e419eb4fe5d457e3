import { readFileSync } from 'node:fs';
import { normalizeDockerListed } from '../../source/core/docker-container.ts';
import type { KubePod } from '../../source/core/kube-pod.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import { emptyState, reduce } from '../../source/store/reduce.ts';

const folder = new URL('../fixtures/snapshot/', import.meta.url);

/** When the snapshot was taken. */
export const snapshotAt = 1_795_302_551_000;

const listed: unknown[] = readJson('docker-containers.json');
export const snapshotPods: KubePod[] = readJson('pods.json');

/** What the sources would have said of the recorded node: thirteen pods at rest on Docker 20.10, kubelet 1.20. */
export const snapshotObservations: readonly Observation[] = [
	{
		at: snapshotAt,
		source: 'docker',
		kind: 'runtime-listing',
		records: listed.map(normalizeDockerListed),
	},
	{ at: snapshotAt, source: 'kube', kind: 'pod-listing', pods: snapshotPods },
	{
		at: snapshotAt,
		source: 'proc',
		kind: 'process-listing',
		host: {
			linuxNamespaces: {
				net: 4026531833,
				ipc: 4026531839,
				uts: 4026531838,
				pid: 4026531836,
				mnt: 4026531840,
				user: 4026531837,
				cgroup: 4026531835,
			},
		},
		processes: readProcesses(),
	},
];

/** The state after these observations, in this order. */
export function observe(observations: readonly Observation[], from: NodeState = emptyState): NodeState {
	return observations.reduce(reduce, from);
}

/** First process of each container: the lines are by pid, and a container's first process is its oldest. */
function readProcesses(): ContainerProcess[] {
	const byContainer = new Map<string, ContainerProcess>();
	for (const line of readFileSync(new URL('processes.txt', folder), 'utf8').trim().split('\n')) {
		const process = readProcess(line);
		if (!byContainer.has(process.containerId)) byContainer.set(process.containerId, process);
	}
	return [...byContainer.values()];
}

function readProcess(line: string): ContainerProcess {
	const number = (name: string) => Number(new RegExp(` ${name}=(\\d+)`).exec(` ${line}`)?.[1]);
	const [, podUid, containerId = ''] = /\/pod([0-9a-f-]+)\/([0-9a-f]{64})/.exec(line) ?? [];
	return {
		containerId,
		podUid,
		pid: number('pid'),
		startTicks: number('pid'),
		command: /comm=(\S+)/.exec(line)?.[1],
		linuxNamespaces: {
			net: number('net'),
			ipc: number('ipc'),
			uts: number('uts'),
			// the first `pid=` of a line is the process, the second its namespace
			pid: Number(/ pid=(\d+)/.exec(line)?.[1]),
			mnt: number('mnt'),
			user: number('user'),
			cgroup: number('cgroup'),
		},
	};
}

function readJson<T>(name: string): T {
	return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}
