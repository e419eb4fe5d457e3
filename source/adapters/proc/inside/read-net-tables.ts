import { endianness } from 'node:os';
import { parseInetSocket } from '../../../core/inside/parse-inet-socket.ts';
import { parseUnixSocket } from '../../../core/inside/parse-unix-socket.ts';
import type { SocketEntry, SocketProtocol, UnixEntry } from '../../../core/inside/socket-entry.ts';
import { readLines } from './read-lines.ts';

/** All sockets of one network namespace. */
export type NetTables = {
	sockets: SocketEntry[];
	unix: UnixEntry[];
	/** A table was longer than what is read. */
	incomplete: boolean;
};

const protocols: readonly SocketProtocol[] = ['tcp', 'tcp6', 'udp', 'udp6'];

/** Lines of each table that are read. */
export const tableLimit = 100_000;

/** Reads the tables in this process's /proc/PID/net. Undefined when there are none: it has ended, or may not be looked into. */
export async function readNetTables(processDir: string, signal: AbortSignal): Promise<NetTables | undefined> {
	const tables: NetTables = { sockets: [], unix: [], incomplete: false };
	const littleEndian = endianness() === 'LE';
	let found = false;
	const read = async (name: string, take: (line: string) => void) => {
		const result = await readLines(`${processDir}/net/${name}`, tableLimit, signal, take);
		// without IPv6 there is no tcp6 and no udp6
		if (result !== 'missing') found = true;
		if (result === 'cut') tables.incomplete = true;
	};
	for (const protocol of protocols) {
		await read(protocol, (line) => {
			const socket = parseInetSocket(line, protocol, littleEndian);
			if (socket) tables.sockets.push(socket);
		});
	}
	await read('unix', (line) => {
		const socket = parseUnixSocket(Buffer.from(line, 'latin1').toString('utf8'));
		if (socket) tables.unix.push(socket);
	});
	return found ? tables : undefined;
}
