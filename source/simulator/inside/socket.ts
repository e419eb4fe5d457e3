import type { Endpoint, SocketProtocol, TcpState } from '../../core/inside/socket-entry.ts';
import type { SimulatedProcess } from '../proc/kernel.ts';

/** One socket of a network namespace. */
export type SimulatedSocket = {
	protocol: SocketProtocol;
	local: Endpoint;
	remote: Endpoint;
	state: TcpState;
	/** On the host. */
	uid: number;
	/** 0 when no process has it any more. */
	inode: number;
	/** Host pids of those who have it open. */
	holders: readonly number[];
};

/** Two processes' ends of a pair without a name; unix(7). */
export type SimulatedPair = { inodes: readonly [number, number]; holders: readonly [number, number] };

/** Each process has its own numbers for inodes: what for, and which one of those. */
const slots = { listening: 0, client: 10, server: 16, outside: 22, pair: 24 } as const;
const numbersOfProcess = 32;

/** A socket's inode, the same whenever it is asked for. */
export function chooseInode(pid: number, slot: keyof typeof slots, index = 0): number {
	return 200_000 + pid * numbersOfProcess + slots[slot] + index;
}

/** Something like chance that is the same every time: 0 to 2^32 - 1. */
export function scatter(...numbers: readonly number[]): number {
	let mixed = 0x9e3779b9;
	for (const number of numbers) {
		mixed = Math.imul(mixed ^ (number >>> 0), 0x85ebca6b);
		mixed ^= mixed >>> 13;
		mixed = Math.imul(mixed, 0xc2b2ae35);
		mixed ^= mixed >>> 16;
	}
	return mixed >>> 0;
}

/** A port that the kernel chooses for a client (net.ipv4.ip_local_port_range). */
export function chooseEphemeralPort(...numbers: readonly number[]): number {
	return 32_768 + (scatter(...numbers) % 28_232);
}

/** Whether this one was started to work for that one, and has its sockets from it. */
export function isWorkerOf(child: SimulatedProcess, parent: SimulatedProcess): boolean {
	return child.ppid === parent.pid && child.cgroup === parent.cgroup && child.command === parent.command;
}
