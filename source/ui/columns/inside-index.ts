import type { ContainerUsage } from '../../core/inside/container-usage.ts';
import { isLoopback } from '../../core/inside/inet-address.ts';
import type { PodInside } from '../../core/inside/pod-inside.ts';
import type { ListeningSocket } from '../../core/inside/pod-sockets.ts';

/** What looks inside pods have found of single containers, by their full ids. */
export type InsideIndex = {
	usage: ReadonlyMap<string, ContainerUsage>;
	listening: ReadonlyMap<string, readonly ListeningPort[]>;
};

/** A port that one of a container's processes listens on. */
export type ListeningPort = {
	port: number;
	/** `:80`, `:53/udp`; `lo:9000` for one that only the pod itself can reach. */
	text: string;
};

/** Sorts what is known of the pods that are looked into by container. */
export function indexInside(inside: ReadonlyMap<string, PodInside>): InsideIndex {
	const usage = new Map<string, ContainerUsage>();
	const listening = new Map<string, ListeningPort[]>();
	for (const { usage: used = [], sockets } of inside.values()) {
		for (const each of used) usage.set(each.containerId, each);
		for (const socket of sockets?.listening ?? []) addPort(listening, socket);
	}
	return { usage, listening };
}

function addPort(listening: Map<string, ListeningPort[]>, socket: ListeningSocket): void {
	const port = describePort(socket);
	for (const { containerId } of socket.owners) {
		if (containerId === undefined) continue;
		const ports = listening.get(containerId);
		if (!ports) listening.set(containerId, [port]);
		// a server has a socket of its own for each address family
		else if (!ports.some(({ text }) => text === port.text)) ports.push(port);
	}
}

function describePort({ protocol, local: { address, port } }: ListeningSocket): ListeningPort {
	const where = isLoopback(address) ? 'lo' : '';
	return { port, text: `${where}:${port}${protocol.startsWith('udp') ? '/udp' : ''}` };
}
