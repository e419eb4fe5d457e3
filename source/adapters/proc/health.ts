import type { SourceHealth } from '../../core/health.ts';

/** What a complete scan found out about what it may see. */
export type Visibility = {
	procDir: string;
	containers: number;
	/** Containers of which at least one namespace may not be read. */
	deniedContainers: number;
	/** Other users' processes are not to be seen: /proc is mounted with hidepid. */
	hidden: boolean;
	/** It shows one container's processes instead of the node's. */
	nested: boolean;
	/** Namespaces of pid 1 are not known. */
	hostUnknown: boolean;
	/** This process is root, so `sudo` would not help. */
	root: boolean;
};

/** The first thing that keeps the scan from being complete, the most consequential first; `live` when nothing does. */
export function describeVisibility(seen: Visibility): SourceHealth {
	const endpoint = seen.procDir;
	const degraded = (detail: string, remedy: string): SourceHealth => ({ health: 'degraded', detail, remedy, endpoint });
	const access = seen.root
		? 'allow CAP_SYS_PTRACE, e.g. docker run --privileged --pid=host'
		: 'run as root: sudo pausetop';
	if (seen.nested) {
		return degraded(
			"this /proc is a container's own, the node's processes are not in it",
			"mount the host's root and use --host-root DIR",
		);
	}
	if (seen.hidden) {
		return degraded('processes of other users are hidden: /proc is mounted with hidepid', access);
	}
	if (seen.deniedContainers > 0) {
		return degraded(`namespaces of ${seen.deniedContainers} of ${seen.containers} containers are not readable`, access);
	}
	if (seen.hostUnknown) {
		return degraded("pid 1's namespaces are not readable, so none can be called the host's", access);
	}
	return { health: 'live', endpoint };
}
