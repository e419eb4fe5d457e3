import { isDead, type ProcStat, parseProcStat } from '../../core/proc-stat.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import { readProcFile } from './read-proc.ts';

/** Reads /proc/PID/stat. Undefined when the process is gone, or a zombie: a zombie has no namespaces left. */
export function readLivingStat(procDir: string, pid: number): ProcStat | undefined {
	const { text } = readProcFile(`${procDir}/${pid}/stat`);
	const stat = text === undefined ? undefined : parseProcStat(text);
	return stat && !isDead(stat) ? stat : undefined;
}

/** Whether a process that was read before is the same one and alive. */
export function isLiving(procDir: string, { pid, startTicks }: { pid: number; startTicks: number }): boolean {
	return readLivingStat(procDir, pid)?.startTicks === startTicks;
}

/**
 * runc's helpers, which sit in the container's cgroup for a moment, still in the host's namespaces, before the container's
 * own process exists (names set by runc's libcontainer/nsenter/nsexec.c).
 */
const helpers = new Set(['runc:[0:PARENT]', 'runc:[1:CHILD]']);

/**
 * The first process of a container, among all of its processes: the oldest of those whose parent is outside the container.
 * (`docker exec` and orphans of a shared pid namespace have such parents too, but came later.)
 */
export function pickFirstProcess(procDir: string, pids: readonly number[]): ProcStat | undefined {
	const living = pids.flatMap((pid) => {
		const stat = readLivingStat(procDir, pid);
		return stat && !helpers.has(stat.command) ? [stat] : [];
	});
	const members = new Set(living.map(({ pid }) => pid));
	const heads = living.filter(({ parentPid }) => !members.has(parentPid));
	const oldest = Math.min(...heads.map(({ startTicks }) => startTicks));
	const first = heads.filter(({ startTicks }) => startTicks === oldest);
	return first.length > 1 ? pickInnermostFirst(procDir, first) : first[0];
}

/** Of processes born in the same tick the one with the smallest pid inside, which for a pid namespace's first is 1. */
function pickInnermostFirst(procDir: string, stats: readonly ProcStat[]): ProcStat | undefined {
	const innerPid = new Map(
		stats.map(({ pid }) => [pid, parseProcStatus(readProcFile(`${procDir}/${pid}/status`).text ?? '').nsPids?.at(-1)]),
	);
	const rank = ({ pid }: ProcStat) => innerPid.get(pid) ?? pid;
	return stats.toSorted((a, b) => rank(a) - rank(b) || a.pid - b.pid)[0];
}
