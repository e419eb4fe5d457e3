import type { SimulatedProcess } from '../proc/kernel.ts';
import { isBusy } from '../proc/process-figures.ts';
import {
	chooseEphemeralPort,
	chooseInode,
	isWorkerOf,
	type SimulatedPair,
	type SimulatedSocket,
	scatter,
} from './socket.ts';

/** A network namespace as its processes make it. */
export type Network = {
	/** The living ones in it, oldest first. */
	processes: readonly SimulatedProcess[];
	/** Of its eth0; absent before the network plugin has given one, and for one that never gets any. */
	address?: string;
	/** Is the machine's own. */
	isHost: boolean;
};

const loopback = '127.0.0.1';

/** Connections between two containers that stay open (HTTP keep-alive). */
const keptAlive = 2;
/** Milliseconds that a closed one is remembered (TCP_TIMEWAIT_LEN), and from one to the next. */
const [timeWait, closesEvery] = [60_000, 15_000];

/** The sockets of a namespace at a moment: who lives decides, chance only about ports. Oldest first. */
export function listSockets(network: Network, now: number): SimulatedSocket[] {
	const listeners = network.processes.flatMap((process) => listListening(process, network.processes));
	const connections = network.processes.flatMap((process) =>
		process.talksTo.flatMap((port) => {
			const server = listeners.find(({ local }) => local.port === port);
			return server === undefined ? [] : listConnections(process, server, network, now);
		}),
	);
	return [...listeners, ...connections, ...listeners.flatMap((listener) => listVisits(listener, network, now))];
}

/** What nginx's master and each of its workers talk through. */
export function listPairs({ processes }: Network): SimulatedPair[] {
	return processes.flatMap((parent) =>
		processes
			.filter((child) => isWorkerOf(child, parent))
			.map(
				(child): SimulatedPair => ({
					inodes: [chooseInode(child.pid, 'pair'), chooseInode(child.pid, 'pair', 1)],
					holders: [parent.pid, child.pid],
				}),
			),
	);
}

function listListening(process: SimulatedProcess, all: readonly SimulatedProcess[]): SimulatedSocket[] {
	const workers = process.listens.length === 0 ? [] : all.filter((each) => isWorkerOf(each, process));
	const holders = [process.pid, ...workers.map(({ pid }) => pid)];
	return process.listens.flatMap((port, index) => {
		const common = { state: 'LISTEN', uid: process.uid, holders } as const;
		const make = (protocol: 'tcp' | 'tcp6'): SimulatedSocket => {
			const address = protocol === 'tcp' ? '0.0.0.0' : '::';
			const inode = chooseInode(process.pid, 'listening', index * 2 + (protocol === 'tcp' ? 0 : 1));
			return { ...common, protocol, local: { address, port }, remote: { address, port: 0 }, inode };
		};
		const { listensAt } = process.program;
		return [...(listensAt === 'ipv6' ? [] : [make('tcp')]), ...(listensAt === 'ipv4' ? [] : [make('tcp6')])];
	});
}

function listConnections(
	client: SimulatedProcess,
	server: SimulatedSocket,
	{ processes }: Network,
	now: number,
): SimulatedSocket[] {
	const { port } = server.local;
	const serverEnd = { address: loopback, port };
	// A server with a socket for IPv6 has its end in that table, with the client's address in IPv6's clothes.
	const dress = (address: string) => (server.protocol === 'tcp6' ? `::ffff:${address}` : address);
	const speaker = processes.find((each) => isWorkerOf(each, client)) ?? client;
	const worker = server.holders.at(-1) ?? 0;
	const open = Array.from({ length: keptAlive }, (_, index): SimulatedSocket[] => {
		const clientEnd = { address: loopback, port: chooseEphemeralPort(speaker.pid, port, index) };
		const state = 'ESTABLISHED';
		return [
			{
				...{ protocol: 'tcp', local: clientEnd, remote: serverEnd, state, uid: speaker.uid },
				...{ inode: chooseInode(speaker.pid, 'client', index), holders: [speaker.pid] },
			},
			{
				...{ protocol: server.protocol, state, uid: server.uid },
				local: { address: dress(loopback), port },
				remote: { address: dress(loopback), port: clientEnd.port },
				...{ inode: chooseInode(speaker.pid, 'server', index), holders: [worker] },
			},
		];
	});
	return [...open.flat(), ...listClosed(speaker, { local: serverEnd, peer: loopback }, now)];
}

/** Those that ended within the last minute; the server has closed them, so they are its. */
function listClosed(
	process: SimulatedProcess,
	{ local, peer }: { local: SimulatedSocket['local']; peer: string },
	now: number,
): SimulatedSocket[] {
	if (!isBusy(process)) return [];
	const last = Math.floor(now / closesEvery);
	return Array.from({ length: timeWait / closesEvery }, (_, back) => last - back)
		.filter((turn) => scatter(process.pid, local.port, turn) % 3 !== 0)
		.map((turn) => {
			const remote = { address: peer, port: chooseEphemeralPort(process.pid, local.port, turn) };
			return { protocol: 'tcp', local, remote, state: 'TIME_WAIT', uid: 0, inode: 0, holders: [] };
		});
}

/** From outside of the pod, through the node's bridge: one that is open, others that were. */
function listVisits(
	listener: SimulatedSocket,
	{ processes, address, isHost }: Network,
	now: number,
): SimulatedSocket[] {
	const server = processes.find(({ pid }) => pid === listener.holders.at(-1));
	if (isHost || address === undefined || server === undefined || listener.protocol !== 'tcp' || !isBusy(server)) {
		return [];
	}
	const local = { address, port: listener.local.port };
	const gateway = address.replace(/\.\d+$/, '.1');
	const remote = { address: gateway, port: chooseEphemeralPort(server.pid, local.port) };
	const inode = chooseInode(server.pid, 'outside');
	const open: SimulatedSocket = {
		...{ protocol: 'tcp', local, remote, state: 'ESTABLISHED', uid: server.uid, inode, holders: [server.pid] },
	};
	return [open, ...listClosed(server, { local, peer: gateway }, now)];
}
