import type { LinuxNamespaces } from './linux-namespace.ts';

/** The first process of a container, as one look at /proc found it. */
export type ContainerProcess = {
	/** From the last 64-hex part of the process's cgroup path. */
	containerId: string;
	/** From the cgroup path's `pod<uid>` part (kubelet's cgroup drivers both write it); absent outside kubepods. */
	podUid?: string;
	/** Host pid. */
	pid: number;
	/** Field 22 of /proc/PID/stat, in clock ticks since boot: (pid, startTicks) is an identity, a pid alone is not. */
	startTicks: number;
	/** startTicks as milliseconds since the epoch (btime of /proc/stat + ticks / CLK_TCK); a tick is 10 ms. */
	startedAt?: number;
	/** The pid in each nested pid namespace, outermost first (NSpid of /proc/PID/status). */
	nsPids?: readonly number[];
	/** Short command name (/proc/PID/comm), at most 15 bytes, unescaped. */
	command?: string;
	/** How many processes the scan found in the container; a re-read of one process does not count them. */
	processCount?: number;
	/** Missing kinds were not readable: that takes root or CAP_SYS_PTRACE. */
	linuxNamespaces: LinuxNamespaces;
};

/** What is true for the machine as a whole. */
export type HostProcess = {
	/** Namespaces of pid 1, the reference for `host`. Empty when not readable. */
	linuxNamespaces: LinuxNamespaces;
};
