import { parseHexAddress } from './inet-address.ts';
import { type Endpoint, type SocketEntry, type SocketProtocol, tcpStates } from './socket-entry.ts';

/**
 * One line of /proc/PID/net/{tcp,tcp6,udp,udp6} (proc(5)): `sl local remote st tx:rx tr:when retrnsmt uid timeout inode …`.
 * Undefined for the heading and for anything else, such as a line that was cut off.
 */
export function parseInetSocket(
	line: string,
	protocol: SocketProtocol,
	littleEndian: boolean,
): SocketEntry | undefined {
	const fields = line.trim().split(/\s+/, 10);
	const [, localText = '', remoteText = '', stateText = '', , , , uidText = '', , inodeText = ''] = fields;
	const local = parseEndpoint(localText, littleEndian);
	const remote = parseEndpoint(remoteText, littleEndian);
	const state = tcpStates[Number.parseInt(stateText, 16) - 1];
	if (!local || !remote || !state || !/^\d+$/.test(uidText) || !/^\d+$/.test(inodeText)) return undefined;
	return { protocol, local, remote, state, uid: Number(uidText), inode: Number(inodeText) };
}

function parseEndpoint(text: string, littleEndian: boolean): Endpoint | undefined {
	const [, hex = '', port] = /^([0-9A-Fa-f]{8}|[0-9A-Fa-f]{32}):([0-9A-Fa-f]{4})$/.exec(text) ?? [];
	const address = port === undefined ? undefined : parseHexAddress(hex, littleEndian);
	return address === undefined ? undefined : { address, port: Number.parseInt(port ?? '', 16) };
}
