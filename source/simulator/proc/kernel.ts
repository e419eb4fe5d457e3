import { type LinuxNamespaceKind, linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { createInodePool, type InodePool } from './inode-pool.ts';

/** Where a new process gets a namespace from: a new one, the host's, another process's, or one that a file keeps. */
export type NamespaceChoice = 'own' | 'host' | { of: number } | { inode: number };

/** A namespace that a bind mount keeps alive without any process; ip-netns(8). */
export type Pin = { path: string; kind: LinuxNamespaceKind; inode: number };

export type ProcessSpec = {
	/** Executable and arguments. Empty: a kernel thread. */
	args: readonly string[];
	/** Default: the base name of the executable. */
	command?: string;
	ppid: number;
	/** Path below the cgroup root. */
	cgroup: string;
	uid?: number;
	/** Default for each kind: `host`. */
	namespaces?: Partial<Record<LinuxNamespaceKind, NamespaceChoice>>;
	/** Wanted only for the few with a fixed one. */
	pid?: number;
};

export type SimulatedProcess = {
	pid: number;
	ppid: number;
	command: string;
	args: readonly string[];
	cgroup: string;
	uid: number;
	/** Clock ticks (1/100 s) since boot. */
	startTicks: number;
	/** The pid in each pid namespace, outermost first. */
	nsPids: readonly number[];
	namespaces: Readonly<Record<LinuxNamespaceKind, number>>;
};

/** Called as processes and pinned namespaces come and go. */
export type KernelObserver = {
	started?(process: SimulatedProcess): void;
	ended?(process: SimulatedProcess): void;
	pinned?(pin: Pin): void;
	unpinned?(pin: Pin): void;
};

export type Kernel = {
	bootAt: number;
	spawn(spec: ProcessSpec): SimulatedProcess;
	exit(pid: number): void;
	find(pid: number): SimulatedProcess | undefined;
	list(): Iterable<SimulatedProcess>;
	/** Makes a namespace and keeps it under a path of the host. */
	pin(kind: LinuxNamespaceKind, path: string): Pin;
	unpin(pin: Pin): void;
	pins(): Iterable<Pin>;
	observe(observer: KernelObserver): void;
};

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

/** The order in which clone(2) makes them: seen in every recording (mnt, uts, ipc, pid, net ascending). */
const creationOrder: readonly LinuxNamespaceKind[] = ['user', 'mnt', 'uts', 'ipc', 'pid', 'cgroup', 'net', 'time'];

/** The files of /proc/net take numbers of the same series: in the recordings each sandbox leaves a gap of 67. */
const numbersOfNet = 67;

/**
 * A network namespace is taken apart by a work queue of the kernel (cleanup_net), so its numbers are free a little later: in the
 * recordings they were not for a network made some 15 ms afterwards, and were for a process started after 100 ms.
 */
const netCleanUp = 50;

type Namespace = { users: number; more: readonly number[]; lastPid: number };

/** Processes and namespaces of the node, without any files. */
export function createKernel(options: { clock: Clock; random: Random; bootAt: number }): Kernel {
	const { clock, random, bootAt } = options;
	const pool = createInodePool(4026532178);
	const namespaces = new Map<number, Namespace>();
	const processes = new Map<number, SimulatedProcess>();
	const pins = new Set<Pin>();
	const observers: KernelObserver[] = [];
	const hostInodes = new Set(Object.values(hostNamespaces));
	let lastPid = 1800;

	const spawn = (spec: ProcessSpec): SimulatedProcess => {
		lastPid = spec.pid === undefined ? lastPid + random.between(3, 70) : lastPid;
		const pid = spec.pid ?? lastPid;
		const inodes = { ...hostNamespaces };
		for (const kind of creationOrder) inodes[kind] = choose(kind, spec.namespaces?.[kind] ?? 'host');
		const inner = namespaces.get(inodes.pid);
		if (inner !== undefined) inner.lastPid += inner.lastPid === 0 ? 1 : random.between(1, 6);
		const process: SimulatedProcess = {
			pid,
			ppid: spec.ppid,
			command: (spec.command ?? spec.args[0]?.split('/').pop() ?? '').slice(0, 15),
			args: spec.args,
			cgroup: spec.cgroup,
			uid: spec.uid ?? 0,
			startTicks: Math.floor((clock.now() - bootAt) / 10),
			nsPids: inner === undefined ? [pid] : [pid, inner.lastPid],
			namespaces: inodes,
		};
		for (const kind of linuxNamespaceKinds) use(inodes[kind], 1);
		processes.set(pid, process);
		for (const observer of observers) observer.started?.(process);
		return process;
	};

	const choose = (kind: LinuxNamespaceKind, choice: NamespaceChoice): number => {
		if (choice === 'host') return hostNamespaces[kind];
		if (choice === 'own') return make(kind);
		return 'inode' in choice ? choice.inode : (processes.get(choice.of)?.namespaces[kind] ?? hostNamespaces[kind]);
	};

	const make = (kind: LinuxNamespaceKind): number => {
		const inode = pool.take();
		namespaces.set(inode, { users: 0, more: kind === 'net' ? takeMany(pool, numbersOfNet) : [], lastPid: 0 });
		return inode;
	};

	const use = (inode: number, change: 1 | -1) => {
		const namespace = namespaces.get(inode);
		if (namespace === undefined || hostInodes.has(inode)) return;
		namespace.users += change;
		if (namespace.users > 0) return;
		namespaces.delete(inode);
		const giveBack = () => {
			for (const number of [inode, ...namespace.more]) pool.give(number);
		};
		if (namespace.more.length === 0) giveBack();
		else clock.setTimeout(giveBack, netCleanUp);
	};

	const exit = (pid: number) => {
		const process = processes.get(pid);
		if (process === undefined) return;
		processes.delete(pid);
		for (const kind of linuxNamespaceKinds) use(process.namespaces[kind], -1);
		for (const observer of observers) observer.ended?.(process);
	};

	return {
		bootAt,
		spawn,
		exit,
		find: (pid) => processes.get(pid),
		list: () => processes.values(),
		pin(kind, path) {
			const pin = { path, kind, inode: make(kind) };
			use(pin.inode, 1);
			pins.add(pin);
			for (const observer of observers) observer.pinned?.(pin);
			return pin;
		},
		unpin(pin) {
			if (!pins.delete(pin)) return;
			use(pin.inode, -1);
			for (const observer of observers) observer.unpinned?.(pin);
		},
		pins: () => pins,
		observe: (observer) => observers.push(observer),
	};
}

function takeMany(pool: InodePool, count: number): number[] {
	return Array.from({ length: count }, () => pool.take());
}
