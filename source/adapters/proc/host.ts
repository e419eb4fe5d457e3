import type { LinuxNamespaces } from '../../core/linux-namespace.ts';
import { initialPidNamespace, parseNamespaceLink } from '../../core/proc-namespace-link.ts';
import { readLivingStat } from './first-process.ts';
import { readLinuxNamespaces } from './namespaces.ts';
import { readProcFile, readProcLink } from './read-proc.ts';

/**
 * The namespaces that `host` means: those of pid 1. Where pid 1 may not be read though other processes may (a security
 * module, an init with more capabilities than root), the kernel's own threads tell: they live in the first namespaces too.
 */
export function readHostNamespaces(procDir: string): LinuxNamespaces {
	const init = readLinuxNamespaces(`${procDir}/1`);
	if (!init.denied || !hasKernelThreads(procDir)) return init.linuxNamespaces;
	const { mnt, ...kernel } = readLinuxNamespaces(`${procDir}/2`).linuxNamespaces;
	// a kernel may keep its threads in a mount namespace of their own; one that an ordinary process (this one) lives in is not
	const ours = parseNamespaceLink(readProcLink(`${procDir}/self/ns/mnt`).text ?? '')?.inode;
	return { ...kernel, ...(mnt !== undefined && mnt === ours && { mnt }), ...init.linuxNamespaces };
}

/**
 * Whether this /proc shows the processes of a pid namespace inside the machine's: a container's own /proc. False where
 * that cannot be told.
 */
export function isNested(procDir: string): boolean {
	const link = readProcLink(`${procDir}/1/ns/pid`).text;
	if (link !== undefined) return parseNamespaceLink(link)?.inode !== initialPidNamespace;
	const second = readProcFile(`${procDir}/2/stat`);
	return second.denied !== true && !hasKernelThreads(procDir);
}

function hasKernelThreads(procDir: string): boolean {
	const stat = readLivingStat(procDir, 2);
	return stat?.command === 'kthreadd' && stat.parentPid === 0;
}

/** Programs of which a node runs at least one, also a node that is itself a container (kind, k3d, docker-in-docker). */
const nodePrograms = /^(?:kubelet|kubelite|hyperkube|k3s|rke2|k0s|dockerd|containerd|crio|cri-dockerd|conmon|podman)/;

/** Whether a kubelet or a container runtime is among the processes. */
export function hasNodeProgram(procDir: string, pids: readonly number[]): boolean {
	return pids.some((pid) => nodePrograms.test(readProcFile(`${procDir}/${pid}/comm`).text ?? ''));
}
