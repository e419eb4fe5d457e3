import { parseCgroupPath } from '../../../core/cgroup-path.ts';
import type { ZombieProcess } from '../../../core/node-survey.ts';
import { parseNamespaceLink } from '../../../core/proc-namespace-link.ts';
import { type ProcStat, parseProcStat } from '../../../core/proc-stat.ts';
import { readProcFile, readProcLink } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import { carrySeenSince } from './carry-seen-since.ts';
import type { SurveyPlace } from './survey-place.ts';

/** Zombies that are told of: a node that has run out of pids has tens of thousands. */
const limit = 2_000;
/** Two files each, and its parent's, keep a slice near 3 ms. */
const slice = 100;

/** Adds to each dead process whose it is and who should have waited for it. */
export async function readZombies(
	stats: readonly ProcStat[],
	previous: readonly ZombieProcess[] | undefined,
	{ procDir, now, signal, spend }: SurveyPlace,
): Promise<ZombieProcess[]> {
	const seenSince = carrySeenSince(previous, now);
	const parents = new Map<number, Pick<ZombieProcess, 'parentCommand' | 'parentContainerId'>>();
	const findParent = (pid: number) => {
		const known = parents.get(pid) ?? readParent(procDir, pid);
		parents.set(pid, known);
		return known;
	};
	const zombies: ZombieProcess[] = [];
	const look = (stat: ProcStat) => {
		const containerId = readContainerId(procDir, stat.pid);
		const pidNamespace = parseNamespaceLink(readProcLink(`${procDir}/${stat.pid}/ns/pid`).text ?? '')?.inode;
		zombies.push({
			...{ pid: stat.pid, startTicks: stat.startTicks, command: stat.command },
			...(containerId !== undefined && { containerId }),
			parentPid: stat.parentPid,
			...findParent(stat.parentPid),
			...(pidNamespace !== undefined && { pidNamespace }),
			seenSince: seenSince(stat),
		});
	};
	await eachInSlices(stats.slice(0, limit), slice, signal, look, spend);
	return zombies;
}

function readParent(procDir: string, pid: number): Pick<ZombieProcess, 'parentCommand' | 'parentContainerId'> {
	const stat = parseProcStat(readProcFile(`${procDir}/${pid}/stat`).text ?? '');
	const parentContainerId = readContainerId(procDir, pid);
	return {
		...(stat && { parentCommand: stat.command }),
		...(parentContainerId !== undefined && { parentContainerId }),
	};
}

/** The container that a process runs in, by its cgroup. On cgroup v1 the kernel shows a zombie in the root cgroup. */
export function readContainerId(procDir: string, pid: number): string | undefined {
	return parseCgroupPath(readProcFile(`${procDir}/${pid}/cgroup`).text ?? '')?.containerId;
}
