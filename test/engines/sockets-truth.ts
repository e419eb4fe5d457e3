import { type InsideRuntime, readOwners } from './inside-runtime.ts';
import { runCommand } from './run-command.ts';

/** A socket as `ss` prints it. */
export type SsRow = {
	protocol: string;
	state: string;
	local: string;
	localPort: number;
	peer: string;
	peerPort: number;
	inode: number;
	pids: number[];
};

export type SocketTruth = {
	/** Sockets of the pod's network namespace. */
	rows: SsRow[];
	/** `ip addr` in it, without the lengths of prefixes. */
	addresses: string[];
	/** Container by pid, by the runtime's own list. */
	owners: Map<number, string>;
};

/** `nsenter --net … ss` and `ip addr`, beside `docker top` or `ctr task ps` of each container. */
export async function readSocketTruth(runtime: InsideRuntime, pod: string): Promise<SocketTruth> {
	const containers = await runtime.find(pod);
	const owners = await readOwners(runtime, containers);
	const pause = containers.find(({ name }) => name === 'pause');
	if (pause === undefined) throw new Error(`${pod} has no pause`);
	const enter = (...command: string[]) => runCommand('nsenter', ['--target', String(pause.pid), '--net', ...command]);
	const table = await enter('ss', '-H', '-a', '-n', '-e', '-p', '--tcp', '--udp');
	const links = JSON.parse(await enter('ip', '-json', 'address')) as { addr_info: { local: string }[] }[];
	return {
		rows: table.split('\n').flatMap(parseRow),
		addresses: links.flatMap(({ addr_info }) => addr_info.map(({ local }) => local)).sort(),
		owners,
	};
}

/** `tcp LISTEN 0 2 *:80 *:* users:(("nc",pid=17437,fd=3)) ino:1539623 …`. One that only the kernel still has has no inode. */
function parseRow(line: string): SsRow[] {
	const row = /^(\S+)\s+(\S+)\s+\d+\s+\d+\s+(\S+):(\S+)\s+(\S+):(\S+)\s*(.*)$/.exec(line);
	if (row === null) return [];
	const [, protocol = '', state = '', local = '', localPort, peer = '', peerPort, rest = ''] = row;
	const pids = [...rest.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid));
	return [
		{
			protocol,
			state,
			local: bareAddress(local),
			localPort: Number(localPort),
			peer: bareAddress(peer),
			peerPort: peerPort === '*' ? 0 : Number(peerPort),
			inode: Number(/\bino:(\d+)/.exec(rest)?.[1] ?? 0),
			pids: [...new Set(pids)].sort((a, b) => a - b),
		},
	];
}

/** `[::ffff:127.0.0.1]` is 127.0.0.1; `*` is any address of either family. */
function bareAddress(text: string): string {
	return text.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:/, '');
}

/** A socket that takes from anyone. */
export type ListeningRow = { protocol: string; address: string; port: number; inode: number; holders: string[] };

/** Each holder is `container pid`, by pid; `? pid` for one in no container of the pod. */
export function listListening({ rows, owners }: SocketTruth): ListeningRow[] {
	return rows
		.filter(({ state }) => state === 'LISTEN' || state === 'UNCONN')
		.map(({ protocol, local, localPort, inode, pids }) => ({
			protocol,
			address: local,
			port: localPort,
			inode,
			holders: nameHolders(pids, owners),
		}))
		.sort((a, b) => a.inode - b.inode);
}

export type ConnectionRow = { port: number; from: EndRow; to: EndRow };
export type EndRow = { address: string; port: number; inode: number; holders: string[] };

/** Established connections with both ends in the namespace; `to` is the end whose port listens. */
export function listConnections({ rows, owners }: SocketTruth): ConnectionRow[] {
	const listening = new Set(rows.filter(({ state }) => state === 'LISTEN').map(({ localPort }) => localPort));
	const established = rows.filter(({ state }) => state === 'ESTAB');
	const end = ({ local, localPort, inode, pids }: SsRow): EndRow => ({
		address: local,
		port: localPort,
		inode,
		holders: nameHolders(pids, owners),
	});
	return established
		.filter(({ peerPort }) => listening.has(peerPort))
		.flatMap((from) => {
			const to = established.find(
				(row) =>
					row.local === from.peer &&
					row.localPort === from.peerPort &&
					row.peer === from.local &&
					row.peerPort === from.localPort,
			);
			return to ? [{ port: to.localPort, from: end(from), to: end(to) }] : [];
		})
		.sort((a, b) => a.from.inode - b.from.inode);
}

function nameHolders(pids: readonly number[], owners: ReadonlyMap<number, string>): string[] {
	return pids.map((pid) => `${owners.get(pid) ?? '?'} ${pid}`);
}
