import type { CpuReading } from './cpu-reading.ts';

/** What one container uses, from the files of its cgroup. A part is absent where its file is, or may not be read. */
export type ContainerUsage = {
	/** Full id. */
	containerId: string;
	/** `pause` for the sandbox. */
	container: string;
	cpu?: CpuReading;
	/** Cores that it may use at most: quota / period. Absent: no limit. */
	cpuLimit?: number;
	throttling?: CpuThrottling;
	memory?: MemoryUsage;
	/** How many of its processes the kernel has killed for lack of memory since the container's start. */
	oomKills?: number;
	pids?: PidsUsage;
};

/** Of scheduling periods in which the container wanted to run. Since the container's start. */
export type CpuThrottling = { periods: number; throttledPeriods: number; milliseconds: number };

export type MemoryUsage = {
	/** Bytes, page cache included. */
	usage: number;
	/** What `kubectl top` shows, in bytes: usage without the page cache that has not been used lately. */
	workingSet: number;
	/** Bytes. Absent: no limit. */
	limit?: number;
};

export type PidsUsage = { current: number; limit?: number };

/** The same before the CPU time is compared with an earlier reading. */
export type CgroupFigures = Omit<ContainerUsage, 'containerId' | 'container' | 'cpu'> & {
	/** Milliseconds of CPU time. */
	cpuTotal?: number;
};

/** Reads a file of a cgroup. Undefined when it is not there or may not be read. */
export type ReadCgroupFile = (name: string) => string | undefined;
