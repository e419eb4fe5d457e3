import { type LinuxNamespaceKind, linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { Limits } from '../behaviour.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { createNamespaceTable, hostNamespaces } from './namespace-table.ts';
import { findProgram, type Program } from './program.ts';

/** Where a new process gets a namespace from: a new one, the host's, another process's, or one that a file keeps. */
export type NamespaceChoice = 'own' | 'host' | { of: number } | { inode: number };

/** A namespace that a bind mount keeps alive without any process; ip-netns(8). */
export type Pin = { path: string; kind: LinuxNamespaceKind; inode: number };

/** What a process does besides being there. */
export type ProcessManners = {
	/** Ports that it listens at. */
	listens?: readonly number[];
	/** Ports in its own network that it has connections with. */
	talksTo?: readonly number[];
	/** It only waits, whatever its program usually does. */
	idle?: boolean;
	/** Of its cgroup, where it is the first one in it. */
	limits?: Limits;
	/** How many others the kernel has killed in its cgroup. */
	oomKills?: number;
};

export type ProcessSpec = ProcessManners & {
	/** Executable and arguments. Empty: a kernel thread. */
	args: readonly string[];
	/** Default: the base name of the executable. */
	command?: string;
	ppid: number;
	/** Path below the cgroup root. */
	cgroup: string;
	/** On the host, of who is root in its user namespace. */
	uid?: number;
	/** Default for each kind: `host`. */
	namespaces?: Partial<Record<LinuxNamespaceKind, NamespaceChoice>>;
	/** Wanted only for the few with a fixed one. */
	pid?: number;
};

export type SimulatedProcess = Required<ProcessManners> & {
	pid: number;
	ppid: number;
	command: string;
	args: readonly string[];
	cgroup: string;
	/** On the host. */
	uid: number;
	/** The same of who is root in its user namespace. */
	rootUid: number;
	program: Program;
	/** Clock ticks (1/100 s) since boot. */
	startTicks: number;
	/** The pid in each pid namespace, outermost first. */
	nsPids: readonly number[];
	namespaces: Readonly<Record<LinuxNamespaceKind, number>>;
	/** It has ended, and nobody has waited for it. */
	zombie: boolean;
};

/** Called as processes and pinned namespaces come and go. */
export type KernelObserver = {
	started?(process: SimulatedProcess): void;
	/** It has become a zombie. */
	died?(process: SimulatedProcess): void;
	ended?(process: SimulatedProcess): void;
	pinned?(pin: Pin): void;
	unpinned?(pin: Pin): void;
	/** A network got its address. */
	addressed?(net: number): void;
};

export type Kernel = {
	bootAt: number;
	spawn(spec: ProcessSpec): SimulatedProcess;
	/** It is gone, without a trace. */
	exit(pid: number): void;
	/** It has ended: a zombie, unless its parent reaps what it inherits. */
	die(pid: number): void;
	find(pid: number): SimulatedProcess | undefined;
	/** PID 1 of the pid namespace that this process lives in, by its host pid. */
	findInit(pid: number): number;
	list(): Iterable<SimulatedProcess>;
	/** Makes a namespace and keeps it under a path of the host. */
	pin(kind: LinuxNamespaceKind, path: string): Pin;
	unpin(pin: Pin): void;
	pins(): Iterable<Pin>;
	/** What the network plugin gives to a network. */
	setAddress(net: number, address: string): void;
	findAddress(net: number): string | undefined;
	observe(observer: KernelObserver): void;
};

/** The order in which clone(2) makes them: seen in every recording (mnt, uts, ipc, pid, net ascending). */
const creationOrder: readonly LinuxNamespaceKind[] = ['user', 'mnt', 'uts', 'ipc', 'pid', 'cgroup', 'net', 'time'];

/** What a zombie still has: the others' links are there, and lead nowhere (seen on Linux 6.1). */
const keptByZombies: readonly LinuxNamespaceKind[] = ['pid', 'user'];

type Options = { clock: Clock; random: Random; bootAt: number; address?: string };

/** Processes and namespaces of the node, without any files. @param options.address the node's own */
export function createKernel({ clock, random, bootAt, address: hostAddress }: Options): Kernel {
	const namespaces = createNamespaceTable(clock);
	const processes = new Map<number, SimulatedProcess>();
	const pins = new Set<Pin>();
	const observers: KernelObserver[] = [];
	let lastPid = 1800;

	const choose = (kind: LinuxNamespaceKind, choice: NamespaceChoice): number => {
		if (choice === 'host') return hostNamespaces[kind];
		if (choice === 'own') return namespaces.make(kind);
		return 'inode' in choice ? choice.inode : (processes.get(choice.of)?.namespaces[kind] ?? hostNamespaces[kind]);
	};

	const spawn = (spec: ProcessSpec): SimulatedProcess => {
		lastPid = spec.pid === undefined ? lastPid + random.between(3, 70) : lastPid;
		const pid = spec.pid ?? lastPid;
		const inodes = { ...hostNamespaces };
		for (const kind of creationOrder) inodes[kind] = choose(kind, spec.namespaces?.[kind] ?? 'host');
		const inner = namespaces.get(inodes.pid);
		if (inner !== undefined) {
			if (inner.lastPid === 0) inner.init = pid;
			inner.lastPid += inner.lastPid === 0 ? 1 : random.between(1, 6);
		}
		const program = findProgram(spec.command === undefined ? spec.args : [spec.command]);
		const { listens = [], talksTo = [], idle = false, limits = {}, oomKills = 0 } = spec;
		const process: SimulatedProcess = {
			pid,
			ppid: spec.ppid,
			command: program.command,
			args: spec.command === undefined ? program.args : spec.args,
			cgroup: spec.cgroup,
			uid: (spec.uid ?? 0) + program.uid,
			rootUid: spec.uid ?? 0,
			program,
			startTicks: Math.floor((clock.now() - bootAt) / 10),
			nsPids: inner === undefined ? [pid] : [pid, inner.lastPid],
			namespaces: inodes,
			zombie: false,
			...{ listens, talksTo, idle, limits, oomKills },
		};
		for (const kind of linuxNamespaceKinds) namespaces.use(inodes[kind], 1);
		processes.set(pid, process);
		for (const observer of observers) observer.started?.(process);
		return process;
	};

	const exit = (pid: number) => {
		const process = processes.get(pid);
		if (process === undefined) return;
		processes.delete(pid);
		const held = process.zombie ? keptByZombies : linuxNamespaceKinds;
		for (const kind of held) namespaces.use(process.namespaces[kind], -1);
		for (const observer of observers) observer.ended?.(process);
	};

	const die = (pid: number) => {
		const process = processes.get(pid);
		if (process === undefined || process.zombie) return;
		if (processes.get(process.ppid)?.program.reaps !== false) return exit(pid);
		process.zombie = true;
		const given = linuxNamespaceKinds.filter((kind) => !keptByZombies.includes(kind));
		for (const kind of given) namespaces.use(process.namespaces[kind], -1);
		for (const observer of observers) observer.died?.(process);
	};

	return {
		bootAt,
		spawn,
		exit,
		die,
		find: (pid) => processes.get(pid),
		findInit: (pid) => namespaces.get(processes.get(pid)?.namespaces.pid ?? 0)?.init ?? 1,
		list: () => processes.values(),
		pin(kind, path) {
			const pin = { path, kind, inode: namespaces.make(kind) };
			namespaces.use(pin.inode, 1);
			pins.add(pin);
			for (const observer of observers) observer.pinned?.(pin);
			return pin;
		},
		unpin(pin) {
			if (!pins.delete(pin)) return;
			namespaces.use(pin.inode, -1);
			for (const observer of observers) observer.unpinned?.(pin);
		},
		pins: () => pins,
		setAddress(net, address) {
			const namespace = namespaces.get(net);
			if (namespace === undefined) return;
			namespace.address = address;
			for (const observer of observers) observer.addressed?.(net);
		},
		findAddress: (net) => (net === hostNamespaces.net ? hostAddress : namespaces.get(net)?.address),
		observe: (observer) => observers.push(observer),
	};
}
