import type { InsideRequest } from '../../../core/inside/inside-request.ts';
import type { PodInside } from '../../../core/inside/pod-inside.ts';
import { accessRemedy } from './access-remedy.ts';
import { readAddresses } from './read-addresses.ts';
import { type NetTables, readNetTables } from './read-net-tables.ts';
import { readSockets } from './read-sockets.ts';
import type { PodMember } from './scan-pods.ts';

/** Where the network of pods is read. */
export type NetReading = {
	procDir: string;
	/** Inode of the machine's net namespace, where readable. */
	hostNet?: number;
	/** The tables of the machine's namespace are read once for all pods that use it. */
	hostTables: { read?: Promise<NetTables | undefined> };
};

/** Processes that are asked in turn: the first may have ended. */
const attempts = 5;

/** Reads sockets and addresses of a pod's network namespace, through whichever of its processes lives. */
export async function readNet(
	request: InsideRequest,
	members: readonly PodMember[],
	reading: NetReading,
	signal: AbortSignal,
): Promise<Pick<PodInside, 'sockets' | 'addresses' | 'problems'>> {
	const { procDir, hostNet } = reading;
	const residents = findResidents(request, members);
	const net = residents[0]?.net;
	const host = net !== undefined && hostNet !== undefined ? net === hostNet : request.hostNetwork === true;
	for (const { pid } of residents.slice(0, attempts)) {
		const processDir = `${procDir}/${pid}`;
		const tables = await readTables(processDir, host, reading, signal);
		if (!tables) continue;
		const sockets = await readSockets(request, members, { procDir, tables, net, host }, signal);
		const addresses = readAddresses(processDir, request.podIps);
		return { sockets, ...(addresses && { addresses }), problems: [] };
	}
	const problem =
		members.length === 0
			? { about: 'sockets' as const, detail: 'no process of the pod lives, so its network cannot be looked into' }
			: { about: 'sockets' as const, detail: "the pod's network is not readable", remedy: accessRemedy() };
	return { problems: [problem] };
}

function readTables(
	processDir: string,
	host: boolean,
	{ hostTables }: NetReading,
	signal: AbortSignal,
): Promise<NetTables | undefined> {
	if (!host) return readNetTables(processDir, signal);
	hostTables.read ??= readNetTables(processDir, signal);
	return hostTables.read;
}

/** The processes in the pod's network namespace: the pause's, else that of its first container. */
function findResidents({ containers }: InsideRequest, members: readonly PodMember[]): readonly PodMember[] {
	const ids = containers.toSorted((a, b) => rankRole(a.role) - rankRole(b.role)).map(({ id }) => id);
	const known = ids.flatMap((id) => members.filter(({ containerId }) => containerId === id));
	const first = known.find(({ net }) => net !== undefined) ?? members.find(({ net }) => net !== undefined);
	// not readable as to its number; the tables may be readable all the same
	if (!first) return known;
	return [first, ...members.filter((member) => member !== first && member.net === first.net)];
}

function rankRole(role: 'sandbox' | 'container'): number {
	return role === 'sandbox' ? 0 : 1;
}
