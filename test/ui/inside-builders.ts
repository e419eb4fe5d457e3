import { buildProcessTrees } from '../../source/core/inside/build-process-trees.ts';
import type { ContainerUsage } from '../../source/core/inside/container-usage.ts';
import type { InsideProcess } from '../../source/core/inside/inside-process.ts';
import type { InsideContainer } from '../../source/core/inside/inside-request.ts';
import { matchSockets } from '../../source/core/inside/match-sockets.ts';
import { comparePodAddresses, describeAddress } from '../../source/core/inside/pod-addresses.ts';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import type { SocketOwner } from '../../source/core/inside/pod-sockets.ts';
import type { SocketEntry } from '../../source/core/inside/socket-entry.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { Store } from '../../source/store/create-store.ts';
import { idOf, minute, now, second } from './node-builders.ts';

/** The pod that the built looks are inside of: pause-test2 in its second attempt, see rich-node.ts. */
export const lookedInto = '00000000-0000-4000-8000-000000000006';

const names = ['pause', 'nginx', 'ghost', 'busybox'] as const;

const containers: readonly InsideContainer[] = names.map((name, index) => ({
	id: idOf(6, index, 1),
	name,
	role: name === 'pause' ? 'sandbox' : 'container',
	pid: 20_600 + index * 7,
}));

const idByName = new Map(containers.map(({ name, id }) => [name, id]));

export type ProcessSpec = Partial<InsideProcess> & Pick<InsideProcess, 'pid' | 'command'>;

/** A process of the pod's shared pid namespace. */
export function buildProcess(spec: ProcessSpec): InsideProcess {
	const { container } = spec;
	return {
		parentPid: 20_600,
		startTicks: spec.pid,
		innerPid: spec.pid - 20_599,
		pidNamespace: 4_026_532_608,
		containerId: container === undefined ? undefined : idByName.get(container),
		uid: 0,
		user: 'root',
		state: 'S',
		threads: 1,
		startedAt: now - 14 * second,
		cpu: { total: 40, percent: 0, since: { at: now, total: 40 } },
		residentBytes: 4 * 2 ** 20,
		commandLine: spec.command,
		...spec,
	};
}

/** A pause that has to reap, servers with workers, an exec session, a zombie, and a command line that wants to draw. */
export const processes: readonly InsideProcess[] = [
	buildProcess({
		pid: 20_600,
		command: 'pause',
		commandLine: '/pause',
		parentPid: 900,
		container: 'pause',
		uid: 65_535,
	}),
	buildProcess({
		pid: 20_607,
		command: 'nginx',
		commandLine: 'nginx: master process nginx -g daemon off;',
		container: 'nginx',
	}),
	buildProcess({
		pid: 20_640,
		parentPid: 20_607,
		command: 'nginx',
		commandLine: 'nginx: worker process',
		container: 'nginx',
		user: 'nginx',
		uid: 101,
	}),
	buildProcess({
		pid: 20_614,
		command: 'node',
		commandLine: 'node current/index.js --title=\x1b[31mGhost\nII',
		container: 'ghost',
		user: 'node',
		uid: 1000,
		threads: 11,
		cpu: { total: 3_100, percent: 12.34, since: { at: now, total: 3_100 } },
		residentBytes: 155 * 2 ** 20,
	}),
	buildProcess({ pid: 20_621, command: 'sh', commandLine: 'sh -c while :; do sleep 1; done', container: 'busybox' }),
	buildProcess({
		pid: 20_650,
		parentPid: 20_621,
		command: 'sleep',
		commandLine: '[sleep]',
		container: 'busybox',
		state: 'Z',
		zombie: true,
		residentBytes: undefined,
	}),
	buildProcess({
		pid: 20_700,
		parentPid: 880,
		command: 'sh',
		commandLine: 'sh',
		via: 'pid+net',
		user: undefined,
		startedAt: now - 2 * minute,
	}),
];

const owner = (container: string, pids: readonly number[], command: string): SocketOwner => ({
	container,
	containerId: idByName.get(container),
	pids,
	command,
});

const owners = new Map<number, readonly SocketOwner[]>([
	[1, [owner('nginx', [20_607, 20_640, 20_641, 20_642], 'nginx')]],
	[2, [owner('nginx', [20_607, 20_640, 20_641, 20_642], 'nginx')]],
	[3, [owner('ghost', [20_614], 'node')]],
	[4, [owner('ghost', [20_614], 'node')]],
	[5, [owner('nginx', [20_640], 'nginx')]],
	[6, [owner('ghost', [20_614], 'node')]],
	[7, [{ pids: [20_700], command: 'dnsmasq' }]],
	[20, [owner('ghost', [20_614], 'node')]],
]);

const any = { address: '0.0.0.0', port: 0 };

function socket(inode: number, spec: Partial<SocketEntry>): SocketEntry {
	return { protocol: 'tcp', local: any, remote: any, state: 'LISTEN', uid: 0, inode, ...spec };
}

const sockets: readonly SocketEntry[] = [
	socket(1, { local: { address: '0.0.0.0', port: 80 } }),
	socket(2, { protocol: 'tcp6', local: { address: '::', port: 80 }, remote: { address: '::', port: 0 } }),
	socket(3, { local: { address: '0.0.0.0', port: 2368 } }),
	socket(4, { local: { address: '127.0.0.1', port: 9229 } }),
	socket(7, { protocol: 'udp', state: 'CLOSE', local: { address: '0.0.0.0', port: 53 } }),
	socket(8, { local: { address: '127.0.0.1', port: 6010 } }),
	socket(5, {
		state: 'ESTABLISHED',
		local: { address: '127.0.0.1', port: 40_000 },
		remote: { address: '127.0.0.1', port: 2368 },
	}),
	socket(6, {
		state: 'ESTABLISHED',
		local: { address: '127.0.0.1', port: 2368 },
		remote: { address: '127.0.0.1', port: 40_000 },
	}),
	...[50_001, 50_002, 50_003].map((port) =>
		socket(0, {
			state: 'TIME_WAIT',
			local: { address: '10.244.0.7', port: 80 },
			remote: { address: '10.244.0.1', port },
		}),
	),
	socket(9, {
		state: 'ESTABLISHED',
		local: { address: '10.244.0.7', port: 50_100 },
		remote: { address: '10.96.0.1', port: 443 },
	}),
];

const usage: readonly ContainerUsage[] = containers.map(({ id, name }) => ({
	containerId: id,
	container: name,
	cpu: { total: 4_000, percent: name === 'ghost' ? 12.34 : 0.1, since: { at: now, total: 4_000 } },
	memory: { usage: 60 * 2 ** 20, workingSet: 34 * 2 ** 20, ...(name === 'ghost' && { limit: 128 * 2 ** 20 }) },
	...(name === 'ghost' && { cpuLimit: 0.5 }),
	oomKills: name === 'busybox' ? 2 : 0,
}));

/** A whole look inside that pod. */
export function buildInside(parts: Partial<PodInside> = {}): PodInside {
	const context = {
		containers,
		hostPidNamespace: 4_026_531_836,
		findOutside: (pid: number) => ({ pid, command: 'containerd-shim' }),
	};
	const found = matchSockets(
		sockets,
		[
			{ type: 'stream', listening: true, inode: 20, path: '/run/ghost.sock' },
			{ type: 'stream', listening: false, inode: 21 },
		],
		(inode) => owners.get(inode) ?? [],
	);
	const addresses = ['127.0.0.1', '10.244.0.7', '::1'].map((address) => describeAddress(address));
	return {
		podUid: lookedInto,
		readAt: now,
		processes: { namespaces: buildProcessTrees(processes, context), omitted: 0 },
		sockets: { netNamespace: 4_026_532_609, host: false, ...found },
		addresses: comparePodAddresses(addresses, [], ['10.244.0.7']),
		usage,
		problems: [],
		...parts,
	};
}

/** As the source of /proc tells of it. */
export function tellInside(store: Store, inside: PodInside = buildInside()): void {
	const observation: Observation = { at: now, source: 'proc', kind: 'inside', podUid: inside.podUid, inside };
	store.dispatch(observation);
}
