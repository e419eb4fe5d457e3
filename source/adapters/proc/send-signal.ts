import { closeSync, constants, openSync } from 'node:fs';
import type { Delivery } from '../../core/action/delivery.ts';
import { NothingDoneError } from '../../core/action/nothing-done-error.ts';
import { parseCgroupPath } from '../../core/cgroup-path.ts';
import { isDead, parseProcStat } from '../../core/proc-stat.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import { SourceError } from '../../core/source.ts';
import { procDirectory } from './proc-directory.ts';
import { readProcFile } from './read-proc.ts';

export type SignalOrder = {
	/** As the /proc below `hostRoot` numbers it. */
	pid: number;
	/** Field 22 of its stat. */
	startTicks: number;
	/** The container or sandbox in whose cgroup it must be, by full id. */
	containerId: string;
	signal: 'TERM' | 'KILL';
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot?: string;
};

const again = 'nothing was signalled; choose its successor in the list';

/**
 * Signals the very process that is meant, or none. Throws a NothingDoneError when the pid is another process's, or means another
 * process here than in the /proc it was read from; a SourceError when it may not be signalled.
 *
 * Between the check and kill(2) nothing is awaited: some microseconds. (Node.js has no pidfd_send_signal.) For the pid to become
 * another process's in them, this one would have to end, be reaped by its parent, and all other free pids be given out first: the
 * kernel takes the next higher number each time and starts over at pid_max (idr_alloc_cyclic in kernel/pid.c, 32,768 at least).
 */
export function sendSignal({ pid, startTicks, containerId, signal, hostRoot }: SignalOrder): Delivery {
	// 0 and negative numbers mean groups of processes to kill(2), and 1 is the node's own
	if (!Number.isSafeInteger(pid) || pid <= 1) {
		throw new NothingDoneError(`${pid} is not the pid of a container's process`, { remedy: again });
	}
	const procDir = procDirectory(hostRoot);
	requireSamePids(procDir, pid, hostRoot);
	const directory = openProcess(`${procDir}/${pid}`);
	if (directory === undefined) return 'already-ended';
	try {
		// by way of the open directory, which stays this process's and leads nowhere once it has ended, whatever its pid becomes
		const processDir = `/proc/self/fd/${directory}`;
		if (!isMeant(processDir, { pid, startTicks, containerId })) return 'already-ended';
		return kill(pid, signal);
	} finally {
		closeSync(directory);
	}
}

/** Undefined when there is no such process. */
function openProcess(path: string): number | undefined {
	try {
		return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ESRCH') return undefined;
		throw new SourceError(`${path} cannot be opened (${code})`, { remedy: 'run as root: sudo pausetop', cause });
	}
}

/** False when it has ended. Throws when it is another process. */
function isMeant(processDir: string, { pid, startTicks, containerId }: Omit<SignalOrder, 'signal'>): boolean {
	const stat = parseProcStat(readAllowed(`${processDir}/stat`, pid) ?? '');
	if (!stat) return false;
	if (stat.startTicks !== startTicks) {
		throw new NothingDoneError(`pid ${pid} is another process now: it has started at another time`, { remedy: again });
	}
	if (isDead(stat)) return false;
	const cgroup = readAllowed(`${processDir}/cgroup`, pid);
	if (cgroup === undefined) return false;
	if (parseCgroupPath(cgroup)?.containerId === containerId) return true;
	throw new NothingDoneError(`pid ${pid} is not a process of ${containerId.slice(0, 13)}`, { remedy: again });
}

/** Undefined when the process has ended. Throws when it may not be looked at. */
function readAllowed(path: string, pid: number): string | undefined {
	const { text, denied } = readProcFile(path);
	if (denied) throw new SourceError(`pid ${pid} may not be looked at`, { remedy: 'run as root: sudo pausetop' });
	return text;
}

/**
 * Throws unless this /proc numbers processes as kill(2) does for us. Its `self` is this process, and NSpid lists that one's pids from
 * the namespace this /proc was mounted in down to its own: a single one, when they are the same. In a tree that is no /proc of this
 * machine there is no such `self`.
 */
function requireSamePids(procDir: string, pid: number, hostRoot: string | undefined): void {
	const { nsPids } = parseProcStatus(readProcFile(`${procDir}/self/status`).text ?? '');
	if (nsPids?.length === 1 && nsPids[0] === process.pid) return;
	throw new NothingDoneError(
		hostRoot === undefined
			? `pid ${pid} cannot be signalled: ${procDir} numbers the processes of another pid namespace`
			: `pid ${pid} of ${procDir} cannot be signalled from here: pausetop is not in the pid namespace of the host`,
		{ remedy: 'run it in the pid namespace of the host: hostPID: true in the pod, or docker run --pid=host' },
	);
}

function kill(pid: number, signal: SignalOrder['signal']): Delivery {
	try {
		process.kill(pid, `SIG${signal}`);
		return 'sent';
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'ESRCH') return 'already-ended';
		throw new SourceError(
			code === 'EPERM' ? `no permission to signal pid ${pid}` : `pid ${pid} cannot be signalled (${code})`,
			{ remedy: 'run as root: sudo pausetop; in a container, allow CAP_KILL', cause },
		);
	}
}
