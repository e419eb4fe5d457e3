import { parseCgroupPath } from '../../../core/cgroup-path.ts';
import type { ProcessLink } from '../../../core/inside/inside-process.ts';
import type { InsideRequest } from '../../../core/inside/inside-request.ts';
import type { LinuxNamespaces } from '../../../core/linux-namespace.ts';
import { parseNamespaceLink } from '../../../core/proc-namespace-link.ts';
import { listPids, readProcFile, readProcLink } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';

/** A process that belongs to a pod, and by what. */
export type PodMember = {
	pid: number;
	/** From its cgroup. */
	containerId?: string;
	/** Not in a container that the request names. */
	via?: ProcessLink;
	/** Inodes, where readable. */
	net?: number;
	pidNamespace?: number;
};

/** The members of each pod, by the pod's UID. */
export type PodScan = { members: ReadonlyMap<string, readonly PodMember[]> };

/** At about 20 µs each a slice stays near 2 ms. */
const slice = 100;

/**
 * Finds the processes of pods with one pass over /proc: by cgroup those of their containers, by namespace what else lives in the pods' own
 * net and pid namespaces. `host`, the machine's namespaces, are nobody's own.
 */
export async function scanPods(
	procDir: string,
	requests: readonly InsideRequest[],
	host: LinuxNamespaces,
	signal: AbortSignal,
): Promise<PodScan> {
	const podOf = new Map(
		requests.flatMap(({ podUid, containers }) => containers.map(({ id }) => [id, podUid] as const)),
	);
	const members = new Map(requests.map(({ podUid }) => [podUid, [] as PodMember[]]));
	const outsiders: { pid: number; containerId?: string }[] = [];
	await eachInSlices(listPids(procDir), slice, signal, (pid) => {
		const { text } = readProcFile(`${procDir}/${pid}/cgroup`);
		if (text === undefined) return;
		const cgroup = parseCgroupPath(text);
		const containerId = cgroup?.containerId;
		const known = containerId === undefined ? undefined : podOf.get(containerId);
		const podUid = known ?? cgroup?.podUid ?? '';
		const found = { pid, ...(containerId !== undefined && { containerId }) };
		const list = members.get(podUid);
		if (!list) outsiders.push(found);
		else list.push({ ...found, ...(known === undefined && { via: 'pod-cgroup' }), ...readTwo(procDir, pid) });
	});
	const owned = indexOwnNamespaces(members, host);
	if (owned.size > 0) {
		await eachInSlices(outsiders, slice, signal, (outsider) => addByNamespace(procDir, outsider, owned, members));
	}
	return { members };
}

type TwoNamespaces = { net?: number; pidNamespace?: number };

/** A zombie has given its net namespace back; its pid namespace shows until it is reaped. */
function readTwo(procDir: string, pid: number): TwoNamespaces {
	const inode = (kind: string) => parseNamespaceLink(readProcLink(`${procDir}/${pid}/ns/${kind}`).text ?? '')?.inode;
	const [net, pidNamespace] = [inode('net'), inode('pid')];
	return { ...(net !== undefined && { net }), ...(pidNamespace !== undefined && { pidNamespace }) };
}

/** Whose each net and pid namespace is: its pod's UID by inode. A number is unique among all living namespaces of all kinds. */
function indexOwnNamespaces(
	members: ReadonlyMap<string, readonly PodMember[]>,
	host: LinuxNamespaces,
): ReadonlyMap<number, string> {
	const owned = new Map<number, string>();
	for (const [podUid, list] of members) {
		for (const { net, pidNamespace } of list) {
			// without the host's numbers nothing can be told apart from it
			if (net !== undefined && host.net !== undefined && net !== host.net) owned.set(net, podUid);
			if (pidNamespace !== undefined && host.pid !== undefined && pidNamespace !== host.pid) {
				owned.set(pidNamespace, podUid);
			}
		}
	}
	return owned;
}

function addByNamespace(
	procDir: string,
	outsider: { pid: number; containerId?: string },
	owned: ReadonlyMap<number, string>,
	members: ReadonlyMap<string, PodMember[]>,
): void {
	const two = readTwo(procDir, outsider.pid);
	const byPid = owned.get(two.pidNamespace ?? 0);
	const byNet = owned.get(two.net ?? 0);
	const podUid = byPid ?? byNet;
	if (podUid === undefined) return;
	const via: ProcessLink = byPid === undefined ? 'net' : byNet === byPid ? 'pid+net' : 'pid';
	members.get(podUid)?.push({ ...outsider, via, ...two });
}
