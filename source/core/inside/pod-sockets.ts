import type { Endpoint, SocketProtocol, TcpState, UnixEntry } from './socket-entry.ts';

/** The sockets of a pod's network namespace; of a pod with the node's, only those that its own processes hold. */
export type PodSockets = {
	/** Inode of the network namespace; absent when not readable. */
	netNamespace?: number;
	/** It is the node's. */
	host: boolean;
	/** By port, then protocol and address. */
	listening: readonly ListeningSocket[];
	/** Connections with both ends in this namespace, one by one. */
	connections: readonly PodConnection[];
	/** The same, counted: `nginx → ghost:2368`. The most first. */
	flows: readonly PodFlow[];
	/** All other sockets, counted. */
	others: readonly SocketCount[];
	unix: PodUnixSockets;
	/** How many of each were left out of the lists above, because there are more than a screen can use. */
	omitted: { listening: number; connections: number; flows: number; unixListening: number };
	/** The kernel's tables were longer than what is read: the counts are too low. */
	incomplete?: true;
	/** Why some or all owners are unknown, and what to do. Absent when every process could be asked. */
	ownersUnknown?: { reason: string; remedy?: string };
};

/** Who holds a socket: the processes of one container (workers share what their parent opened). */
export type SocketOwner = {
	/** Absent for a process that is in none of the pod's known containers. */
	container?: string;
	containerId?: string;
	/** Host pids, ascending. */
	pids: readonly number[];
	/** Short name of the first of them. */
	command: string;
};

/** A TCP socket that listens, or a UDP socket that takes from anyone. */
export type ListeningSocket = {
	protocol: SocketProtocol;
	local: Endpoint;
	uid: number;
	inode: number;
	/** Empty when unknown: see `ownersUnknown`, else the owner is no process of the pod. */
	owners: readonly SocketOwner[];
};

/** An established TCP connection of which both ends were seen. */
export type PodConnection = {
	/** The end that connected. */
	from: ConnectionEnd;
	/** The end that listens, or, if nothing listens there any more, the one with the smaller port. */
	to: ConnectionEnd;
};

export type ConnectionEnd = Endpoint & { inode: number; owners: readonly SocketOwner[] };

export type PodFlow = {
	/** Names of the containers; absent where unknown. */
	from?: string;
	to?: string;
	/** Where the connections go to. */
	port: number;
	count: number;
};

/** `in`: to a port that something listens on. */
export type SocketCount = { protocol: 'tcp' | 'udp'; state: TcpState; direction: 'in' | 'out'; count: number };

export type PodUnixSockets = {
	count: number;
	/** By path. */
	listening: readonly UnixListener[];
};

export type UnixListener = Pick<UnixEntry, 'type' | 'inode'> & {
	/** Absent for one without a name. */
	path?: string;
	owners: readonly SocketOwner[];
};
