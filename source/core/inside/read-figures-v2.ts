import { parseCgroupField, parseCgroupNumber } from './cgroup-numbers.ts';
import type { CgroupFigures, CpuThrottling, MemoryUsage, ReadCgroupFile } from './container-usage.ts';
import { readPids } from './read-figures-v1.ts';

/** Cgroup v2, all controllers (kernel: Documentation/admin-guide/cgroup-v2.rst). */
export function readFiguresV2(read: ReadCgroupFile): CgroupFigures {
	const stat = read('cpu.stat');
	const microseconds = parseCgroupField(stat, 'usage_usec');
	const cpuLimit = parseCpuMax(read('cpu.max'));
	const throttling = readThrottling(stat);
	const memory = readMemory(read);
	const oomKills = parseCgroupField(read('memory.events'), 'oom_kill');
	return {
		...(microseconds !== undefined && { cpuTotal: microseconds / 1000 }),
		...(cpuLimit !== undefined && { cpuLimit }),
		...(throttling && { throttling }),
		...(memory && { memory }),
		...(oomKills !== undefined && { oomKills }),
		...readPids(read),
	};
}

/** `max 100000` or `50000 100000`: quota and period in microseconds. */
function parseCpuMax(text: string | undefined): number | undefined {
	const [quota, period] = text?.trim().split(' ').map(parseCgroupNumber) ?? [];
	return quota !== undefined && period !== undefined && period > 0 ? quota / period : undefined;
}

function readThrottling(stat: string | undefined): CpuThrottling | undefined {
	const periods = parseCgroupField(stat, 'nr_periods');
	const throttledPeriods = parseCgroupField(stat, 'nr_throttled');
	const microseconds = parseCgroupField(stat, 'throttled_usec');
	if (periods === undefined || throttledPeriods === undefined || microseconds === undefined) return undefined;
	return { periods, throttledPeriods, milliseconds: microseconds / 1000 };
}

function readMemory(read: ReadCgroupFile): MemoryUsage | undefined {
	const usage = parseCgroupNumber(read('memory.current'));
	if (usage === undefined) return undefined;
	const inactive = parseCgroupField(read('memory.stat'), 'inactive_file');
	const limit = parseCgroupNumber(read('memory.max'));
	return { usage, workingSet: Math.max(0, usage - (inactive ?? 0)), ...(limit !== undefined && { limit }) };
}
