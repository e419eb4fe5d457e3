import { parsePauseImageFlag } from '../../core/pause-image-flag.ts';
import { isDead, parseProcStat } from '../../core/proc-stat.ts';
import type { FoundKubelet } from './kubelet.ts';
import { procDirectory } from './proc-directory.ts';
import { listPids, readProcFile } from './read-proc.ts';

/** Which image Docker's pauses are made of, and who says so. */
export type PauseImageFlag = { name: string; configuredBy: string };

/**
 * With Docker it is not the runtime that knows: cri-dockerd does, and until Kubernetes 1.23 the kubelet itself. Undefined where the flag is
 * not given: then it is a default that differs from version to version.
 */
export function findPauseImageFlag(
	kubelet: FoundKubelet | undefined,
	{ hostRoot }: { hostRoot?: string } = {},
): PauseImageFlag | undefined {
	const procDir = procDirectory(hostRoot);
	const adapter = findCriDockerd(procDir);
	if (adapter !== undefined) return describe(procDir, adapter, 'cri-dockerd');
	// of a kubelet with any other runtime the flag only keeps its garbage collection from an image of that name
	if (!kubelet || /cri-dockerd/.test(kubelet.containerRuntimeEndpoint ?? '')) return undefined;
	const hasDockershim = kubelet.containerRuntime !== 'remote' && kubelet.containerRuntimeEndpoint === undefined;
	return hasDockershim ? describe(procDir, kubelet.pid, 'the kubelet') : undefined;
}

function describe(procDir: string, pid: number, who: string): PauseImageFlag | undefined {
	const name = parsePauseImageFlag(readProcFile(`${procDir}/${pid}/cmdline`).text ?? '');
	return name === undefined ? undefined : { name, configuredBy: `${who}'s --pod-infra-container-image` };
}

function findCriDockerd(procDir: string): number | undefined {
	return listPidsOrNone(procDir).find((pid) => {
		if (readProcFile(`${procDir}/${pid}/comm`).text?.trim() !== 'cri-dockerd') return false;
		const stat = parseProcStat(readProcFile(`${procDir}/${pid}/stat`).text ?? '');
		return stat !== undefined && !isDead(stat);
	});
}

function listPidsOrNone(procDir: string): number[] {
	try {
		return listPids(procDir);
	} catch {
		return [];
	}
}
