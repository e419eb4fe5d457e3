import { countSockets } from './count-sockets.ts';
import { unmapIp } from './inet-address.ts';
import { createListenerIndex, type ListenerIndex } from './listener-index.ts';
import type {
	ConnectionEnd,
	ListeningSocket,
	PodConnection,
	PodFlow,
	PodSockets,
	SocketOwner,
	UnixListener,
} from './pod-sockets.ts';
import type { SocketEntry, UnixEntry } from './socket-entry.ts';

/** How much of each list is kept. */
export const socketLimits = { listening: 1_000, connections: 500, flows: 200, unixListening: 500 };

/** Who holds a socket, by its inode. */
export type FindOwners = (inode: number) => readonly SocketOwner[];

/** Sorts one namespace's sockets out: who listens, who talks to whom, and the rest as numbers. Linear in their number. */
export function matchSockets(
	entries: readonly SocketEntry[],
	unix: readonly UnixEntry[],
	findOwners: FindOwners,
): Pick<PodSockets, 'listening' | 'connections' | 'flows' | 'others' | 'unix' | 'omitted'> {
	const listeners = createListenerIndex(entries);
	const { pairs, rest } = pairUp(entries, listeners);
	const end = ({ local, inode }: SocketEntry): ConnectionEnd => ({ ...local, inode, owners: findOwners(inode) });
	const connections = pairs.map(({ from, to }) => ({ from: end(from), to: end(to) }));
	const flows = countFlows(connections);
	const unixListening = unix.filter(({ listening }) => listening);
	return {
		listening: listeners.sockets.slice(0, socketLimits.listening).map(
			(entry): ListeningSocket => ({
				protocol: entry.protocol,
				local: entry.local,
				uid: entry.uid,
				inode: entry.inode,
				owners: findOwners(entry.inode),
			}),
		),
		connections: connections.slice(0, socketLimits.connections),
		flows: flows.slice(0, socketLimits.flows),
		others: countSockets(rest, listeners),
		unix: { count: unix.length, listening: listUnix(unixListening, findOwners) },
		omitted: {
			listening: excess(listeners.sockets.length, socketLimits.listening),
			connections: excess(connections.length, socketLimits.connections),
			flows: excess(flows.length, socketLimits.flows),
			unixListening: excess(unixListening.length, socketLimits.unixListening),
		},
	};
}

function excess(count: number, limit: number): number {
	return Math.max(0, count - limit);
}

type Pair = { from: SocketEntry; to: SocketEntry };

/** Joins the two ends of each established connection; `rest` are the sockets that neither listen nor have their other end here. */
function pairUp(entries: readonly SocketEntry[], listeners: ListenerIndex): { pairs: Pair[]; rest: SocketEntry[] } {
	const waiting = new Map<string, SocketEntry>();
	const pairs: Pair[] = [];
	const rest: SocketEntry[] = [];
	for (const entry of entries) {
		if (listeners.has(entry)) continue;
		if (entry.state !== 'ESTABLISHED' || !entry.protocol.startsWith('tcp')) {
			rest.push(entry);
			continue;
		}
		const [here, there] = [nameEnd(entry.local), nameEnd(entry.remote)];
		const other = waiting.get(`${there} ${here}`) ?? (here === there ? entry : undefined);
		if (other) {
			waiting.delete(`${there} ${here}`);
			pairs.push(direct(other, entry, listeners));
		} else waiting.set(`${here} ${there}`, entry);
	}
	rest.push(...waiting.values());
	return { pairs, rest };
}

/** Both ends must be called the same, though a server with a socket for both families calls its peer `::ffff:127.0.0.1`. */
function nameEnd({ address, port }: SocketEntry['local']): string {
	return `${unmapIp(address)}:${port}`;
}

function direct(a: SocketEntry, b: SocketEntry, listeners: ListenerIndex): Pair {
	const [aListens, bListens] = [listeners.accepts(a), listeners.accepts(b)];
	const aIsServer = aListens === bListens ? a.local.port < b.local.port : aListens;
	return aIsServer ? { from: b, to: a } : { from: a, to: b };
}

function countFlows(connections: readonly PodConnection[]): PodFlow[] {
	const flows = new Map<string, PodFlow>();
	for (const { from, to } of connections) {
		const [fromName, toName] = [nameOwner(from), nameOwner(to)];
		const key = JSON.stringify([fromName, toName, to.port]);
		const count = (flows.get(key)?.count ?? 0) + 1;
		const names = { ...(fromName !== undefined && { from: fromName }), ...(toName !== undefined && { to: toName }) };
		flows.set(key, { ...names, port: to.port, count });
	}
	return [...flows.values()].sort((a, b) => b.count - a.count || a.port - b.port);
}

function nameOwner({ owners }: ConnectionEnd): string | undefined {
	return owners.find(({ container }) => container !== undefined)?.container;
}

function listUnix(sockets: readonly UnixEntry[], findOwners: FindOwners): UnixListener[] {
	const path = (entry: UnixEntry) => entry.path ?? '';
	return sockets
		.toSorted((a, b) => (path(a) < path(b) ? -1 : path(a) > path(b) ? 1 : a.inode - b.inode))
		.slice(0, socketLimits.unixListening)
		.map((entry) => ({
			type: entry.type,
			inode: entry.inode,
			...(entry.path !== undefined && { path: entry.path }),
			owners: findOwners(entry.inode),
		}));
}
