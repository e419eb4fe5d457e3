import { type KubeletCommandLine, parseKubeletCommandLine } from '../../core/proc-kubelet.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import { procDirectory } from './proc-directory.ts';
import { listPids, readProcFile } from './read-proc.ts';

const kubeletPrograms = /^(?:kubelet|hyperkube|k3s|rke2)/;

/**
 * The command line of this node's kubelet. Undefined when none runs, when it may not be seen, or when there is no /proc.
 * A process in a nested pid namespace is left out: it is the kubelet of a node in a container (kind) on this machine.
 */
export function findKubelet({ hostRoot }: { hostRoot?: string } = {}): KubeletCommandLine | undefined {
	const procDir = procDirectory(hostRoot);
	for (const pid of listPidsOrNone(procDir)) {
		const processDir = `${procDir}/${pid}`;
		// the name first: a command line has to be copied out of the process's memory
		if (!kubeletPrograms.test(readProcFile(`${processDir}/comm`).text ?? '')) continue;
		const found = parseKubeletCommandLine(readProcFile(`${processDir}/cmdline`).text ?? '');
		if (found && !isNestedProcess(processDir)) return found;
	}
	return undefined;
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
