import { isDead, type ProcStat, parseProcStat } from '../../core/proc-stat.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import { tidyRemark } from '../../core/tidy-remark.ts';
import { isFrozen } from './is-frozen.ts';
import { procDirectory } from './proc-directory.ts';
import { readProcFile } from './read-proc.ts';

/**
 * What a process is doing that should have ended, in words: `pid 123 (sleep) is in uninterruptible sleep (D), in rpc_wait_bit_killable`.
 * Undefined when it is gone, or cannot be seen.
 */
export function describeStuck(pid: number, hostRoot?: string): string | undefined {
	const procDir = procDirectory(hostRoot);
	const stat = readStat(procDir, pid);
	if (!stat) return undefined;
	const who = nameProcess(stat);
	if (isDead(stat)) {
		const parent = readStat(procDir, stat.parentPid);
		const reaper = parent ? `its parent ${nameProcess(parent)}` : 'its parent';
		return `${who} is a zombie (${stat.state}): it has ended, but ${reaper} does not reap it`;
	}
	if (isFrozen(pid, hostRoot)) return `${who} is frozen: its container is paused`;
	return `${who} ${describeState(stat, `${procDir}/${pid}`)}`;
}

function readStat(procDir: string, pid: number): ProcStat | undefined {
	return parseProcStat(readProcFile(`${procDir}/${pid}/stat`).text ?? '');
}

function nameProcess({ pid, command }: ProcStat): string {
	return `pid ${pid} (${tidyRemark(command)})`;
}

function describeState({ state, threads }: ProcStat, processDir: string): string {
	// where in the kernel it sleeps; `0` where it does not, or where that may not be read
	const wait = readProcFile(`${processDir}/wchan`).text?.trim() ?? '0';
	const place = wait === '0' || wait === '' ? '' : `, in ${tidyRemark(wait)}`;
	switch (state) {
		case 'D':
			return `is in uninterruptible sleep (D${place}): it ends when the kernel has what it waits for, often a disk or NFS`;
		case 'T':
			return 'is stopped (T): somebody has sent it STOP; it goes on with CONT';
		case 't':
			return 'is stopped by a debugger (t)';
		case 'Z':
			return `has ended (Z), but not all of its ${threads} threads`;
		default:
			return `lives on (${state}${place})${describeMissingHandler(processDir)}`;
	}
}

const termBit = 1n << 14n;

/** The first process of a pid namespace gets only those signals that it has a handler for, KILL apart (pid_namespaces(7)). */
function describeMissingHandler(processDir: string): string {
	const status = readProcFile(`${processDir}/status`).text ?? '';
	const isFirst = (parseProcStatus(status).nsPids?.at(-1) ?? 0) === 1;
	if (hasTerm(status, 'SigIgn')) return ': it ignores TERM';
	if (hasTerm(status, 'SigBlk')) return ': it blocks TERM';
	return isFirst && hasTerm(status, 'SigCgt') === false ? ': it is PID 1 inside and has no handler for TERM' : '';
}

/** Whether TERM is in one of the masks; undefined where the kernel does not print it. */
function hasTerm(status: string, mask: string): boolean | undefined {
	const digits = new RegExp(`^${mask}:\\t([0-9a-f]{16})$`, 'm').exec(status)?.[1];
	return digits === undefined ? undefined : (BigInt(`0x${digits}`) & termBit) !== 0n;
}
