import type { LinuxNamespaceKind } from '../../core/linux-namespace.ts';
import type { Clock } from '../clock.ts';
import { createInodePool, type InodePool } from './inode-pool.ts';

/** The numbers of the initial namespaces are fixed in the kernel (include/linux/proc_ns.h). */
export const hostNamespaces: Readonly<Record<LinuxNamespaceKind, number>> = {
	net: 4026531833,
	ipc: 4026531839,
	uts: 4026531838,
	pid: 4026531836,
	mnt: 4026531832,
	user: 4026531837,
	cgroup: 4026531835,
	time: 4026531834,
};

/** The files of /proc/net take numbers of the same series: in the recordings each sandbox leaves a gap of 67. */
const numbersOfNet = 67;

/**
 * A network namespace is taken apart by a work queue of the kernel (cleanup_net), so its numbers are free a little later: in the
 * recordings they were not for a network made some 15 ms afterwards, and were for a process started after 100 ms.
 */
const netCleanUp = 50;

/** A namespace that is not the host's, as long as somebody uses it. */
export type Namespace = {
	users: number;
	more: readonly number[];
	lastPid: number;
	/** Of a pid namespace: the host pid of its PID 1. */
	init?: number;
	/** Of a net namespace: the IPv4 address of its eth0. */
	address?: string;
};

export type NamespaceTable = {
	/** Takes the lowest free number. */
	make(kind: LinuxNamespaceKind): number;
	/** Undefined for one of the host's. */
	get(inode: number): Namespace | undefined;
	/** One user more, or less; the last one's leaving frees the number. */
	use(inode: number, change: 1 | -1): void;
};

export function createNamespaceTable(clock: Clock): NamespaceTable {
	const pool = createInodePool(4026532178);
	const namespaces = new Map<number, Namespace>();
	return {
		make(kind) {
			const inode = pool.take();
			namespaces.set(inode, { users: 0, more: kind === 'net' ? takeMany(pool, numbersOfNet) : [], lastPid: 0 });
			return inode;
		},
		get: (inode) => namespaces.get(inode),
		use(inode, change) {
			const namespace = namespaces.get(inode);
			if (namespace === undefined) return;
			namespace.users += change;
			if (namespace.users > 0) return;
			namespaces.delete(inode);
			const giveBack = () => {
				for (const number of [inode, ...namespace.more]) pool.give(number);
			};
			if (namespace.more.length === 0) giveBack();
			else clock.setTimeout(giveBack, netCleanUp);
		},
	};
}

function takeMany(pool: InodePool, count: number): number[] {
	return Array.from({ length: count }, () => pool.take());
}
