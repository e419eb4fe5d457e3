import { type KubeletCommandLine, parseKubeletCommandLine } from '../../core/proc-kubelet.ts';
import { isDead, parseProcStat } from '../../core/proc-stat.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import { procDirectory } from './proc-directory.ts';
import { listPids, readProcFile } from './read-proc.ts';

/** A kubelet that runs: how it was started, and the process that it is. */
export type FoundKubelet = KubeletCommandLine & { pid: number };

const kubeletPrograms = /^(?:kubelet|hyperkube|k3s|rke2|kubelite)/;

/**
 * The command line of this node's kubelet. Undefined when none runs, when it may not be seen, or when there is no /proc.
 * A process in a nested pid namespace is left out: it is the kubelet of a node in a container (kind) on this machine.
 */
export function findKubelet({ hostRoot }: { hostRoot?: string } = {}): FoundKubelet | undefined {
	const procDir = procDirectory(hostRoot);
	let first: FoundKubelet | undefined;
	for (const pid of listPidsOrNone(procDir)) {
		const found = readKubelet(procDir, pid);
		first ??= found;
		// rke2 knows the flags as the operator gave them, but the kubelet is a process that it has started
		if (first && isKubelet(found)) return { ...first, pid };
	}
	return first;
}

/**
 * Whether the kubelet's process is there. Looks at the one that is known first, which takes three small reads; only when that is none
 * any more at all processes. Undefined where that cannot be told: /proc is not readable, or none has ever been seen.
 */
export function isKubeletRunning(hostRoot?: string, knownPid?: number): boolean | undefined {
	const procDir = procDirectory(hostRoot);
	if (knownPid !== undefined && isKubelet(readKubelet(procDir, knownPid))) return true;
	const pids = listPidsOrNone(procDir);
	if (pids.some((pid) => isKubelet(readKubelet(procDir, pid)))) return true;
	// without pid 1 this is no /proc that shows the processes of others
	return knownPid !== undefined && pids.includes(1) ? false : undefined;
}

/** rke2, as k0s, which is not known here by its own name, starts a kubelet anew that has ended: it alone is none. */
function isKubelet(found: FoundKubelet | undefined): boolean {
	return found !== undefined && found.program !== 'rke2';
}

function readKubelet(procDir: string, pid: number): FoundKubelet | undefined {
	const processDir = `${procDir}/${pid}`;
	// the name first: the kernel has it at hand (8 µs), a stat it puts together (13 µs), a command line it copies out of the process
	if (!kubeletPrograms.test(readProcFile(`${processDir}/comm`).text ?? '')) return undefined;
	const stat = parseProcStat(readProcFile(`${processDir}/stat`).text ?? '');
	if (!stat || isDead(stat)) return undefined;
	const found = parseKubeletCommandLine(readProcFile(`${processDir}/cmdline`).text ?? '');
	return found && !isNestedProcess(processDir) ? { ...found, pid } : undefined;
}

function isNestedProcess(processDir: string): boolean {
	return (parseProcStatus(readProcFile(`${processDir}/status`).text ?? '').nsPids?.length ?? 1) > 1;
}

function listPidsOrNone(procDir: string): number[] {
	try {
		return listPids(procDir);
	} catch {
		return [];
	}
}
