import type { InterfaceAddress, NetInterface } from './inside/pod-addresses.ts';

/**
 * One look over the whole node at what neither a runtime nor the API server tells, for the findings: the addresses in the pods'
 * network namespaces, zombies, shims, processes that cannot be ended. A part is absent when it could not be read; `problems` says why.
 * Text from the node is unescaped.
 */
export type NodeSurvey = {
	/** When it was read, milliseconds since the epoch. */
	readAt: number;
	/** When the networks were read: they are read again by themselves when a pod's network changes. Milliseconds since the epoch. */
	networksReadAt?: number;
	/** Milliseconds of work that the newest look took, over all or into the networks. */
	cost?: number;
	/** By the namespace's inode: those that containers of this node use, without the host's. */
	networks?: ReadonlyMap<number, NetworkLook>;
	zombies?: readonly ZombieProcess[];
	/** containerd-shim and docker-containerd-shim processes. */
	shims?: readonly ShimProcess[];
	/** Files that keep network namespaces alive: /var/run/netns/*. */
	networkFiles?: readonly NetworkFile[];
	/** Processes of containers in uninterruptible sleep (state D). */
	uninterruptible?: readonly UninterruptibleProcess[];
	problems: readonly SurveyProblem[];
};

/** A network namespace as one of its processes sees it. */
export type NetworkLook = {
	/** The process it was read through. */
	pid: number;
	addresses: readonly InterfaceAddress[];
	interfaces: readonly NetInterface[];
};

/** A dead process that nobody has waited for. */
export type ZombieProcess = SurveyedProcess & {
	parentPid: number;
	/** Short command name of the parent. */
	parentCommand?: string;
	/** The container that the parent runs in. */
	parentContainerId?: string;
	/** Inode of its pid namespace. */
	pidNamespace?: number;
	/** When a survey first found it dead, milliseconds since the epoch. */
	seenSince: number;
};

export type UninterruptibleProcess = SurveyedProcess & {
	/** Where in the kernel it waits, where readable (/proc/PID/wchan). */
	waitsIn?: string;
	/** When a survey first found it so, and every one since, milliseconds since the epoch. */
	seenSince: number;
};

/** (pid, startTicks) is its identity. */
export type SurveyedProcess = {
	pid: number;
	startTicks: number;
	command: string;
	/** The container that it runs in, by its cgroup; absent for the host's own. */
	containerId?: string;
};

/** What keeps a container's streams and exit code for its runtime. */
export type ShimProcess = {
	pid: number;
	startTicks: number;
	/** Milliseconds since the epoch. */
	startedAt?: number;
	/** containerd's namespace: `k8s.io`, `moby`. */
	containerdNamespace?: string;
	/** `-id`: a sandbox's for Kubernetes (one shim a pod), a container's for Docker. */
	id: string;
	/** The containerd that it serves: `-address`. */
	address?: string;
	/** How many children it has. */
	children: number;
	/** When a survey first found it, milliseconds since the epoch. */
	seenSince: number;
};

export type NetworkFile = {
	/** On the node: without the prefix of a mounted host root. */
	path: string;
	inode: number;
	/** Absent where the file system does not tell. Milliseconds since the epoch. */
	createdAt?: number;
	/** A process that lives in the namespace, of a container or of the node. Absent: no process does. */
	pid?: number;
	/** When a survey first found it, milliseconds since the epoch. */
	seenSince: number;
};

/** Something that the survey is incomplete for. */
export type SurveyProblem = {
	about: 'networks' | 'zombies' | 'shims' | 'network-files' | 'uninterruptible';
	/** One line without a full stop. */
	detail: string;
	remedy?: string;
};
