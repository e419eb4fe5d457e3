import type { InsideRequest } from '../../../core/inside/inside-request.ts';
import { type FindOwners, matchSockets } from '../../../core/inside/match-sockets.ts';
import type { PodSockets, SocketOwner } from '../../../core/inside/pod-sockets.ts';
import { readProcFile } from '../read-proc.ts';
import { accessRemedy } from './access-remedy.ts';
import { descriptorLimit, readDescriptors, type SocketHolders } from './read-descriptors.ts';
import type { NetTables } from './read-net-tables.ts';
import type { PodMember } from './scan-pods.ts';

/** What the tables of the pod's network namespace were read to be. */
export type SocketReading = {
	procDir: string;
	tables: NetTables;
	/** Inode of that namespace, and whether it is the node's. */
	net?: number;
	host: boolean;
};

/** Joins the tables of a network namespace with the descriptors of the pod's processes. */
export async function readSockets(
	{ containers }: InsideRequest,
	members: readonly PodMember[],
	{ procDir, tables, net, host }: SocketReading,
	signal: AbortSignal,
): Promise<PodSockets> {
	const pids = members.map(({ pid }) => pid);
	const holders = await readDescriptors(procDir, pids, signal);
	const findOwners = createFindOwners(procDir, holders, members, new Map(containers.map(({ id, name }) => [id, name])));
	const isOwn = ({ inode }: { inode: number }) => !host || holders.pids.has(inode);
	const unknown = explainUnknown(holders, pids.length);
	return {
		...(net !== undefined && { netNamespace: net }),
		host,
		...matchSockets(tables.sockets.filter(isOwn), tables.unix.filter(isOwn), findOwners),
		...(tables.incomplete && { incomplete: true as const }),
		...(unknown && { ownersUnknown: unknown }),
	};
}

function createFindOwners(
	procDir: string,
	holders: SocketHolders,
	members: readonly PodMember[],
	names: ReadonlyMap<string, string>,
): FindOwners {
	const byPid = new Map(members.map((member) => [member.pid, member]));
	const commands = new Map<number, string>();
	const commandOf = (pid: number) => {
		const command = commands.get(pid) ?? readProcFile(`${procDir}/${pid}/comm`).text?.replace(/\n$/, '') ?? '';
		commands.set(pid, command);
		return command;
	};
	return (inode) => {
		const groups = new Map<string | undefined, number[]>();
		for (const pid of holders.pids.get(inode) ?? []) {
			const id = byPid.get(pid)?.containerId;
			const group = groups.get(id);
			if (group) group.push(pid);
			else groups.set(id, [pid]);
		}
		return [...groups].map(([containerId, pids]): SocketOwner => {
			const container = names.get(containerId ?? '');
			return {
				...(container !== undefined && { container }),
				...(containerId !== undefined && { containerId }),
				pids,
				command: commandOf(pids[0] ?? 0),
			};
		});
	};
}

function explainUnknown({ denied, cut }: SocketHolders, processes: number): PodSockets['ownersUnknown'] {
	if (denied > 0) {
		return { reason: `open files of ${denied} of ${processes} processes are not readable`, remedy: accessRemedy() };
	}
	return cut ? { reason: `only the first ${descriptorLimit} open files were looked at` } : undefined;
}
