import { isWildcard, unmapIp } from './inet-address.ts';
import type { SocketEntry } from './socket-entry.ts';

/** The sockets of a namespace that take connections or datagrams from anyone. */
export type ListenerIndex = {
	/** By port, then protocol, address and inode. */
	sockets: readonly SocketEntry[];
	/** Whether this very entry is one of them. */
	has(entry: SocketEntry): boolean;
	/** Whether one of them listens where this socket's local end is: then the other end has connected. */
	accepts(entry: SocketEntry): boolean;
};

export function createListenerIndex(entries: readonly SocketEntry[]): ListenerIndex {
	const sockets = entries.filter(isListening).sort(compare);
	const ends = new Set(sockets.map(({ protocol, local }) => nameEnd(protocol, local.address, local.port)));
	return {
		sockets,
		has: isListening,
		accepts: ({ protocol, local }) =>
			ends.has(nameEnd(protocol, local.address, local.port)) || ends.has(nameEnd(protocol, '::', local.port)),
	};
}

/** `ss -l` calls an unconnected UDP socket with a port listening, too. */
function isListening({ protocol, state, local }: SocketEntry): boolean {
	return protocol.startsWith('tcp') ? state === 'LISTEN' : state === 'CLOSE' && local.port !== 0;
}

/** All of an address's listeners, of whichever family, under one name: a socket on `::` usually takes IPv4 too. */
function nameEnd(protocol: string, address: string, port: number): string {
	return `${protocol.slice(0, 3)} ${isWildcard(address) ? '*' : unmapIp(address)} ${port}`;
}

function compare(a: SocketEntry, b: SocketEntry): number {
	const text = (entry: SocketEntry) => `${entry.protocol} ${entry.local.address}`;
	return a.local.port - b.local.port || (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a.inode - b.inode);
}
