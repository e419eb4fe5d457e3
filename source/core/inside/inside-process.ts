import type { CpuReading } from './cpu-reading.ts';

/** A process of a pod, as one look at /proc found it. */
export type InsideProcess = {
	/** Host pid. */
	pid: number;
	/** Host pid of the parent; 0 when it is outside of the reader's pid namespace. */
	parentPid: number;
	/** (pid, startTicks) is an identity, a pid alone is not. */
	startTicks: number;
	/** The pid in its own pid namespace (the last of NSpid). */
	innerPid?: number;
	/** Inode of its pid namespace; absent when not readable. */
	pidNamespace?: number;
	/** The container's name, `pause` for the sandbox's. Absent for a process that is in none of the pod's known containers. */
	container?: string;
	/** Full id, from the cgroup. Also that of a container which is not the pod's, or not known. */
	containerId?: string;
	/** Why a process without `container` is here. */
	via?: ProcessLink;
	/** Effective user id, in the reader's user namespace. */
	uid?: number;
	/** The name that the container's own /etc/passwd has for it; absent where there is none or it may not be read. */
	user?: string;
	/** One letter, as in `ps`: R, S, D, Z … */
	state: string;
	zombie?: true;
	threads: number;
	/** Milliseconds since the epoch, exact to 10 ms after a boot time of whole seconds. */
	startedAt?: number;
	cpu: CpuReading;
	/** Resident memory in bytes (VmRSS). Absent for a zombie. */
	residentBytes?: number;
	/** The kernel's short name, at most 15 bytes. */
	command: string;
	/** Arguments joined by spaces, secrets masked; `[command]` where the process shows none. At most 4 kB. */
	commandLine: string;
	/** The command line is longer than what was read. */
	commandLineCut?: true;
};

/**
 * `pod-cgroup`: in the pod's cgroup, but in no container that the runtime lists. `pid`, `net`: it lives in this namespace of the
 * pod (`nsenter`, a debug shell).
 */
export type ProcessLink = 'pod-cgroup' | 'pid' | 'net' | 'pid+net';

/** A process in few words, to point at one. */
export type ProcessReference = { pid: number; innerPid?: number; container?: string; command: string };
