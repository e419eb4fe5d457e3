import { parseCgroupPath } from './cgroup-path.ts';

/** Files that a runtime makes for a container, or a pod's sandbox, and mounts from a folder that bears its id. */
const givenFiles: readonly string[] = ['/etc/hostname', '/etc/resolv.conf', '/etc/hosts'];

/**
 * The container that a process is in, from its /proc/PID/cgroup and, where that begins at the container's own cgroup namespace (`0::/`,
 * usual with cgroup v2), from its /proc/PID/mountinfo: Docker mounts `/var/lib/docker/containers/<id>/hostname`, containerd
 * `…/io.containerd.grpc.v1.cri/sandboxes/<id>/hostname`, CRI-O `…/overlay-containers/<id>/userdata/hostname`. In a pod those are
 * the sandbox's. Undefined when neither tells.
 */
export function parseOwnContainer(cgroup: string, mountinfo: string): string | undefined {
	return parseCgroupPath(cgroup)?.containerId ?? parseMounts(mountinfo);
}

/** See proc_pid_mountinfo(5): field 4 is the path within the mounted file system, field 5 the place where it is. */
function parseMounts(mountinfo: string): string | undefined {
	for (const line of mountinfo.split('\n')) {
		const [, , , root = '', point = ''] = line.split(' ');
		const id = givenFiles.includes(point) ? /\/([0-9a-f]{64})\/(?:userdata\/)?[\w.-]+$/.exec(root)?.[1] : undefined;
		if (id !== undefined) return id;
	}
	return undefined;
}
