import { parseCgroupField, parseCgroupNumber } from './cgroup-numbers.ts';
import type { CgroupFigures, CpuThrottling, MemoryUsage, PidsUsage, ReadCgroupFile } from './container-usage.ts';

/** Above this, memory.limit_in_bytes is the kernel's way to say "none": the largest multiple of a page below 2^63. */
const noMemoryLimit = 2 ** 62;

/** Cgroup v1, cpuacct: nanoseconds. */
export function readCpuacctV1(read: ReadCgroupFile): CgroupFigures {
	const nanoseconds = parseCgroupNumber(read('cpuacct.usage'));
	return nanoseconds === undefined ? {} : { cpuTotal: nanoseconds / 1e6 };
}

/** Cgroup v1, cpu: a quota of -1 is none. */
export function readCpuV1(read: ReadCgroupFile): CgroupFigures {
	const quota = parseCgroupNumber(read('cpu.cfs_quota_us'));
	const period = parseCgroupNumber(read('cpu.cfs_period_us'));
	const throttling = readThrottling(read('cpu.stat'));
	const limited = quota !== undefined && quota > 0 && period !== undefined && period > 0;
	return { ...(limited && { cpuLimit: quota / period }), ...(throttling && { throttling }) };
}

function readThrottling(stat: string | undefined): CpuThrottling | undefined {
	const periods = parseCgroupField(stat, 'nr_periods');
	const throttledPeriods = parseCgroupField(stat, 'nr_throttled');
	const nanoseconds = parseCgroupField(stat, 'throttled_time');
	if (periods === undefined || throttledPeriods === undefined || nanoseconds === undefined) return undefined;
	return { periods, throttledPeriods, milliseconds: nanoseconds / 1e6 };
}

/** Cgroup v1, memory. `total_` fields count the cgroups below, as the kubelet does. */
export function readMemoryV1(read: ReadCgroupFile): CgroupFigures {
	const usage = parseCgroupNumber(read('memory.usage_in_bytes'));
	const inactive = parseCgroupField(read('memory.stat'), 'total_inactive_file');
	const limit = parseCgroupNumber(read('memory.limit_in_bytes'));
	const oomKills = parseCgroupField(read('memory.oom_control'), 'oom_kill');
	const limited = limit !== undefined && limit < noMemoryLimit;
	const memory: MemoryUsage | undefined =
		usage === undefined
			? undefined
			: { usage, workingSet: Math.max(0, usage - (inactive ?? 0)), ...(limited && { limit }) };
	return { ...(memory && { memory }), ...(oomKills !== undefined && { oomKills }) };
}

/** The pids controller has the same files in both versions. */
export function readPids(read: ReadCgroupFile): CgroupFigures {
	const current = parseCgroupNumber(read('pids.current'));
	const limit = parseCgroupNumber(read('pids.max'));
	const pids: PidsUsage | undefined =
		current === undefined ? undefined : { current, ...(limit !== undefined && { limit }) };
	return pids ? { pids } : {};
}
