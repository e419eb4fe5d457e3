import type { InsideProcess, ProcessReference } from './inside-process.ts';

/** The processes of a pod. */
export type InsideProcesses = {
	/** A shared namespace first, then by age. */
	namespaces: readonly PidNamespaceTree[];
	/** How many processes were left out, because there are more than a screen can use. */
	omitted: number;
};

/** The processes in one pid namespace. */
export type PidNamespaceTree = {
	/** Absent when not readable; processes are then told apart by container. */
	inode?: number;
	/**
	 * `shared`: by several of the pod's containers (PID 1 is the pause's, or that of an ephemeral container's target). `container`:
	 * of one alone. `host`: the node's. `unknown`: not readable, or none of the pod's known containers is in it.
	 */
	kind: 'shared' | 'container' | 'host' | 'unknown';
	/** PID 1 inside. Absent for the node's own namespace, and when it is not to be seen. */
	first?: ProcessReference & {
		/** `/pause` for a pause, else the command line of the entry point. */
		name: string;
	};
	/** Depth first, the oldest child first, each with its depth below a process whose parent is not in this tree (0). */
	processes: readonly TreeProcess[];
	zombies?: Zombies;
};

export type TreeProcess = InsideProcess & { depth: number };

/** Dead processes that nobody has waited for. */
export type Zombies = {
	/** Host pids. */
	pids: readonly number[];
	/** Who has not waited for them, the worst first. Such a parent may be outside the namespace, and then has no container. */
	parents: readonly { parent: ProcessReference; count: number }[];
	/** PID 1 of the namespace: inherits and should reap them once their parents are gone. On the host, the machine's init. */
	reaper?: ProcessReference;
};
