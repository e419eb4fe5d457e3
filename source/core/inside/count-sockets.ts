import type { ListenerIndex } from './listener-index.ts';
import type { SocketCount } from './pod-sockets.ts';
import type { SocketEntry } from './socket-entry.ts';

/** Counts sockets by protocol, state and direction, both address families together; the most first. */
export function countSockets(entries: readonly SocketEntry[], listeners: ListenerIndex): SocketCount[] {
	const counts = new Map<string, SocketCount>();
	for (const entry of entries) {
		const protocol = entry.protocol.startsWith('tcp') ? 'tcp' : 'udp';
		const direction = listeners.accepts(entry) ? 'in' : 'out';
		const key = `${protocol} ${entry.state} ${direction}`;
		const count = (counts.get(key)?.count ?? 0) + 1;
		counts.set(key, { protocol, state: entry.state, direction, count });
	}
	return [...counts.values()].sort((a, b) => b.count - a.count);
}
