import type { Limits } from '../behaviour.ts';
import type { SimulatedProcess } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import { measureProcess } from '../proc/process-figures.ts';

/** What a container's cgroup counts and allows. Bytes, milliseconds, cores. */
export type CgroupState = {
	cpu: number;
	/** Of its own, and of files that it has read. */
	anonymous: number;
	activeFile: number;
	inactiveFile: number;
	/** Threads, zombies too. */
	pids: number;
	oomKills: number;
	limits: Limits;
	/** Milliseconds that it lives: what its scheduling periods are counted from. */
	age: number;
};

/** Sums up the processes of a container at a moment. @param processes the first one first */
export function measureCgroup(processes: readonly SimulatedProcess[], now: number, bootAt: number): CgroupState {
	const { limits = {}, oomKills = 0 } = processes[0] ?? {};
	const figures = processes.map((process) => measureProcess(process, now, bootAt));
	const resident = figures.reduce((sum, each) => sum + each.residentKilobytes, 0) * 1024;
	const first = Math.min(...processes.map(({ startTicks }) => startTicks));
	return {
		cpu: figures.reduce((sum, { cpu }) => sum + cpu, 0),
		// Pages of files are counted where they were read first, so a small program has few of them.
		anonymous: toPages(resident * 0.7),
		activeFile: toPages(resident * 0.15),
		inactiveFile: toPages(resident * 0.2),
		pids: processes.reduce((sum, { program }) => sum + program.threads, 0),
		oomKills,
		limits,
		age: processes.length === 0 ? 0 : Math.max(0, now - bootAt - first * 10),
	};
}

const page = 4096;
const period = 100_000;

function toPages(bytes: number): number {
	return Math.round(bytes / page) * page;
}

/** The files by their names. With v1 those of all controllers, which are mounted one upon the other here. */
export function formatCgroupFiles(state: CgroupState, style: CgroupStyle): Record<string, string> {
	const files = style === 'v2-systemd' ? formatV2(state) : formatV1(state);
	return { ...files, 'pids.current': `${state.pids}\n`, 'pids.max': 'max\n' };
}

/** The kernel's way to say that there is no limit: the largest multiple of a page below 2^63. */
const noLimit = '9223372036854771712';

function formatV1(state: CgroupState): Record<string, string> {
	const { anonymous, activeFile, inactiveFile, limits } = state;
	const cache = activeFile + inactiveFile;
	const fields = (prefix: string) => [
		`${prefix}cache ${cache}`,
		`${prefix}rss ${anonymous}`,
		`${prefix}mapped_file ${activeFile}`,
		`${prefix}inactive_anon ${anonymous}`,
		`${prefix}active_anon 0`,
		`${prefix}inactive_file ${inactiveFile}`,
		`${prefix}active_file ${activeFile}`,
	];
	const limit = limits.memory === undefined ? noLimit : String(limits.memory);
	const { periods, throttled, throttledFor } = countPeriods(state);
	return {
		'cpuacct.usage': `${Math.round(state.cpu * 1e6)}\n`,
		'cpu.cfs_quota_us': `${limits.cpu === undefined ? -1 : limits.cpu * period}\n`,
		'cpu.cfs_period_us': `${period}\n`,
		'cpu.stat': `nr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_time ${throttledFor * 1e6}\n`,
		'memory.usage_in_bytes': `${anonymous + cache}\n`,
		'memory.limit_in_bytes': `${limit}\n`,
		'memory.stat': `${[...fields(''), `hierarchical_memory_limit ${limit}`, ...fields('total_')].join('\n')}\n`,
		'memory.oom_control': `oom_kill_disable 0\nunder_oom 0\noom_kill ${state.oomKills}\n`,
	};
}

function formatV2(state: CgroupState): Record<string, string> {
	const { anonymous, activeFile, inactiveFile, limits, oomKills } = state;
	const { periods, throttled, throttledFor } = countPeriods(state);
	const microseconds = Math.round(state.cpu * 1000);
	const system = Math.round(microseconds / 4);
	return {
		'cpu.stat': [
			`usage_usec ${microseconds}`,
			`user_usec ${microseconds - system}`,
			`system_usec ${system}`,
			`nr_periods ${periods}`,
			`nr_throttled ${throttled}`,
			`throttled_usec ${throttledFor * 1000}`,
			'',
		].join('\n'),
		'cpu.max': `${limits.cpu === undefined ? 'max' : limits.cpu * period} ${period}\n`,
		'memory.current': `${anonymous + activeFile + inactiveFile}\n`,
		'memory.max': `${limits.memory ?? 'max'}\n`,
		'memory.stat': [
			`anon ${anonymous}`,
			`file ${activeFile + inactiveFile}`,
			'inactive_anon 0',
			`active_anon ${anonymous}`,
			`inactive_file ${inactiveFile}`,
			`active_file ${activeFile}`,
			'',
		].join('\n'),
		'memory.events': `low 0\nhigh 0\nmax ${oomKills}\noom ${oomKills}\noom_kill ${oomKills}\n`,
	};
}

/** Only with a quota are there any. A period in a hundred of those with work was too short for it. */
function countPeriods({ limits, cpu, age }: CgroupState) {
	if (limits.cpu === undefined) return { periods: 0, throttled: 0, throttledFor: 0 };
	const periods = Math.min(Math.floor(age / 100), Math.floor(cpu / 2));
	const throttled = Math.floor(periods / 100);
	return { periods, throttled, throttledFor: throttled * 38 };
}
