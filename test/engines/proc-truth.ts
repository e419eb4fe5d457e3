import { readFile, readlink } from 'node:fs/promises';

export const namespaceKinds = ['net', 'ipc', 'uts', 'pid', 'mnt', 'user', 'cgroup', 'time'];

/** Namespace inodes by kind, as `readlink /proc/PID/ns/KIND` prints them. A kind the kernel does not have is missing. */
export async function readNamespaces(pid: number): Promise<Record<string, number>> {
	const inodes: Record<string, number> = {};
	for (const kind of namespaceKinds) {
		const link = await readlink(`/proc/${pid}/ns/${kind}`).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		const inode = /^[a-z]+:\[(\d+)\]$/.exec(link ?? '')?.[1];
		if (inode !== undefined) inodes[kind] = Number(inode);
	}
	return inodes;
}

/**
 * The machine's own namespaces: those of its init process. Where even root may not look at that (seen on a firecracker
 * machine), those of kthreadd, which the kernel always runs in the initial namespaces.
 */
export async function readHostNamespaces(): Promise<Record<string, number>> {
	return readNamespaces(1).catch(async (error: unknown) => {
		const command = await readFile('/proc/2/comm', 'utf8').catch(() => '');
		if (command.trim() !== 'kthreadd') throw error;
		return readNamespaces(2);
	});
}

/** Field 22 of /proc/PID/stat: ticks since boot when the process began. Absent when there is no such process. */
export async function readStartTicks(pid: number): Promise<number | undefined> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
	// the second field is the command in parentheses and may contain anything, so count from the last parenthesis
	const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
	return ticks === undefined ? undefined : Number(ticks);
}

/** Whether a process is in a container's cgroup. */
export async function isInContainer(pid: number, id: string): Promise<boolean> {
	const cgroup = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
	return cgroup.includes(id);
}
