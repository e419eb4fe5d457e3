/** What the path of a process's cgroup tells about it. */
export type CgroupPath = {
	/** 64 hex digits; of nested containers (docker-in-docker, kind) the innermost. */
	containerId: string;
	/** The kubelet's UID of the pod, with dashes; a static pod's is 32 hex digits without. Absent outside kubepods. */
	podUid?: string;
};

type RankedPath = CgroupPath & {
	/** How many containers the path goes through. */
	depth: number;
};

const hasId = /[0-9a-f]{64}/;

/**
 * One path component that names a container: bare (cgroupfs), `docker-<id>.scope`, `cri-containerd-<id>.scope`,
 * `crio-<id>.scope`, `libpod-<id>` (systemd), `<slice>:cri-containerd:<id>` (containerd given a systemd path without its
 * systemd driver).
 */
const containerComponent = /^(?:(.*)[-:_])?([0-9a-f]{64})(?:\.scope)?$/;

/** `pod<uid>`, `kubepods-burstable-pod<uid>.slice`; in systemd unit names the UID's dashes are underscores. */
const podComponent = /(?:^|-)pod([0-9a-z][0-9a-z._-]*?)(?:\.slice)?$/i;
const usualUid = /^(?:[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})$/;

/**
 * Reads /proc/PID/cgroup (cgroup v1, v2 and both at once). Undefined when the process is in no container, or when the
 * path starts at the reader's own cgroup namespace (`0::/`). Where hierarchies disagree, the one that goes through most containers wins.
 */
export function parseCgroupPath(text: string): CgroupPath | undefined {
	if (!hasId.test(text)) return undefined;
	let best: RankedPath | undefined;
	let previous: string | undefined;
	for (let start = 0; start < text.length; ) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		const from = findPath(text, start);
		start = end + 1;
		// cgroup v1 repeats one path on ten lines
		if (from > end || (previous?.length === end - from && text.startsWith(previous, from))) continue;
		previous = text.slice(from, end);
		const found = parsePath(previous.replace(deletedMark, ''));
		if (found && (!best || found.depth > best.depth)) best = found;
	}
	return best && { containerId: best.containerId, ...(best.podUid !== undefined && { podUid: best.podUid }) };
}

/** The kernel marks the cgroup of a process that outlived it, which only zombies do. */
const deletedMark = / \(deleted\)$/;

/** Where the third field of `id:controllers:path` begins, in the line at `start`; the path itself may contain colons. */
function findPath(text: string, start: number): number {
	const first = text.indexOf(':', start);
	const second = first < 0 ? -1 : text.indexOf(':', first + 1);
	return second < 0 ? Number.POSITIVE_INFINITY : second + 1;
}

function parsePath(path: string): RankedPath | undefined {
	const components = path.split('/');
	let found: RankedPath | undefined;
	let podUid: string | undefined;
	for (const [index, component] of components.entries()) {
		podUid = parsePodUid(component, components.slice(0, index)) ?? podUid;
		const containerId = parseContainerId(component);
		if (containerId === undefined) continue;
		found = { containerId, podUid, depth: (found?.depth ?? 0) + 1 };
		// a container inside this one is not the kubelet's, even though it lies below the pod
		podUid = undefined;
	}
	return found;
}

function parseContainerId(component: string): string | undefined {
	const match = containerComponent.exec(component);
	// conmon, a container's monitor, is not in the container: crio-conmon-<id>.scope, libpod-conmon-<id>.scope
	return match?.[1]?.endsWith('conmon') ? undefined : match?.[2];
}

function parsePodUid(component: string, before: readonly string[]): string | undefined {
	// most components (`kubepods.slice`, `besteffort`) are spared the regular expression
	if (!component.includes('pod')) return undefined;
	const uid = podComponent.exec(component.split(':', 1)[0] ?? '')?.[1];
	if (uid === undefined) return undefined;
	// a static manifest may set a UID of any form; then only the place tells that it is a pod's
	const below = component.includes('kubepods') || before.some((parent) => parent.includes('kubepods'));
	return usualUid.test(uid) || below ? uid.replaceAll('_', '-') : undefined;
}
