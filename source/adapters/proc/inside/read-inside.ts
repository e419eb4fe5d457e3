import type { ContainerUsage } from '../../../core/inside/container-usage.ts';
import type { InsideRequest } from '../../../core/inside/inside-request.ts';
import type { InsideProblem, PodInside } from '../../../core/inside/pod-inside.ts';
import type { LinuxNamespaces } from '../../../core/linux-namespace.ts';
import { readHostNamespaces } from '../host.ts';
import { openProcDirectory } from '../proc-directory.ts';
import { readBootClock } from '../scan.ts';
import { accessRemedy } from './access-remedy.ts';
import { type CgroupRoot, createCgroupRoot } from './cgroup-root.ts';
import { type NetReading, readNet } from './read-net.ts';
import { type ProcessReading, readProcesses } from './read-processes.ts';
import { findPlaces, readUsage } from './read-usage.ts';
import { type PodMember, type PodScan, scanPods } from './scan-pods.ts';

export type InsideOptions = {
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot?: string;
	/** Milliseconds since the epoch. */
	now: () => number;
	/** Ends the reading early; what is returned then is not complete. */
	signal?: AbortSignal;
	/** Kept by those who read again and again: it remembers where cgroups were found. */
	cgroups?: CgroupRoot;
	/** The kernel's USER_HZ. */
	clockTicks?: number;
};

/** Looks inside one pod. See `readInsides`. */
export async function readInside(request: InsideRequest, options: InsideOptions): Promise<PodInside> {
	const [inside] = await readInsides([request], options);
	return inside ?? { podUid: request.podUid, readAt: options.now(), problems: [] };
}

/**
 * Looks inside pods, with one pass over /proc for all of them; none at all where only the usage of containers with known pids is
 * wanted. Gives way to keys and frames all the time. What ends meanwhile is left out. Throws a SourceError when there is no /proc.
 */
export async function readInsides(requests: readonly InsideRequest[], options: InsideOptions): Promise<PodInside[]> {
	if (requests.length === 0) return [];
	const { hostRoot, now, signal = new AbortController().signal, clockTicks = 100 } = options;
	const procDir = openProcDirectory(hostRoot);
	const deep = requests.filter(({ want }) => want.processes || want.sockets);
	const scanned = requests.filter((request) => deep.includes(request) || lacksPids(procDir, request));
	const host = deep.length > 0 ? readHostNamespaces(procDir) : {};
	const scan = scanned.length > 0 ? await scanPods(procDir, scanned, host, signal) : emptyScan;
	const look: Look = {
		scan,
		processes: {
			procDir,
			bootClock: readBootClock(procDir, clockTicks),
			now,
			...(host.pid !== undefined && { hostPidNamespace: host.pid }),
		},
		net: { procDir, hostTables: {}, ...(host.net !== undefined && { hostNet: host.net }) },
		cgroups: options.cgroups ?? createCgroupRoot(hostRoot),
		host,
		signal,
	};
	const insides: PodInside[] = [];
	// one after another: side by side they would only share the one thread
	for (const request of requests) insides.push(await readPod(request, look));
	return insides;
}

const emptyScan: PodScan = { members: new Map() };

/** All that the pods of one reading have in common. */
type Look = {
	scan: PodScan;
	processes: ProcessReading;
	net: NetReading;
	cgroups: CgroupRoot;
	host: LinuxNamespaces;
	signal: AbortSignal;
};

/** Whether a container's cgroup cannot be found by the pid that is known. */
function lacksPids(procDir: string, { want, containers }: InsideRequest): boolean {
	return want.usage === true && containers.some((container) => !findPlaces(procDir, container));
}

async function readPod(request: InsideRequest, look: Look): Promise<PodInside> {
	const { want, podUid } = request;
	const members = look.scan.members.get(podUid) ?? [];
	const readAt = look.processes.now();
	const processes = want.processes ? await readProcesses(request, members, look.processes, look.signal) : undefined;
	const net = want.sockets ? await readNet(request, members, look.net, look.signal) : undefined;
	const usage = want.usage ? readUsages(request, members, look) : undefined;
	return {
		podUid,
		readAt,
		...(processes && { processes }),
		...(net?.sockets && { sockets: net.sockets }),
		...(net?.addresses && { addresses: net.addresses }),
		...(usage && { usage: usage.read }),
		problems: [
			...(want.processes ? findBlindness(members, look.host) : []),
			...(net?.problems ?? []),
			...(usage?.problems ?? []),
		],
	};
}

/** What keeps the list of processes from being complete. */
function findBlindness(members: readonly PodMember[], host: LinuxNamespaces): InsideProblem[] {
	const denied = members.filter(({ pidNamespace }) => pidNamespace === undefined).length;
	if (denied > 0) {
		const detail = `namespaces of ${denied} of ${members.length} processes are not readable`;
		return [{ about: 'processes', detail, remedy: accessRemedy() }];
	}
	if (host.pid !== undefined && host.net !== undefined) return [];
	const detail =
		"the node's own namespaces are not known, so processes that entered the pod from outside are not shown";
	return [{ about: 'processes', detail, remedy: accessRemedy() }];
}

function readUsages(
	{ containers, previous }: InsideRequest,
	members: readonly PodMember[],
	{ processes: { procDir, now }, cgroups }: Look,
): { read: ContainerUsage[]; problems: InsideProblem[] } {
	const missing: string[] = [];
	const read = containers.flatMap((container) => {
		const pids = members.filter(({ containerId }) => containerId === container.id).map(({ pid }) => pid);
		const places = findPlaces(procDir, container, pids);
		// its last process has ended
		if (!places) return [];
		const before = previous?.usage?.find(({ containerId }) => containerId === container.id);
		const usage = readUsage(container, places, cgroups, before, now);
		if (!usage) missing.push(container.name);
		return usage ? [usage] : [];
	});
	if (missing.length === 0) return { read, problems: [] };
	const detail = `the cgroup files of ${missing.join(', ')} are not there`;
	const remedy = "mount the host's /sys/fs/cgroup below the root that --host-root names";
	return { read, problems: [{ about: 'usage', detail, remedy }] };
}
