import type { UnixEntry } from './socket-entry.ts';

/** SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET. */
const types = new Map<string, UnixEntry['type']>([
	['0001', 'stream'],
	['0002', 'dgram'],
	['0005', 'seqpacket'],
]);

/** __SO_ACCEPTCON of the kernel's include/uapi/linux/net.h: somebody listens. */
const acceptsConnections = 0x1_00_00;

/** One line of /proc/PID/net/unix (unix(7)): `Num RefCount Protocol Flags Type St Inode [Path]`. Undefined for anything else. */
export function parseUnixSocket(line: string): UnixEntry | undefined {
	const [, flags = '', type = '', inode, path] =
		/^[0-9a-f]+: [0-9A-F]+ [0-9A-F]+ ([0-9A-F]+) ([0-9A-F]{4}) [0-9A-F]+ +(\d+)(?: (.*))?$/.exec(line) ?? [];
	if (inode === undefined) return undefined;
	return {
		type: types.get(type) ?? 'unknown',
		listening: (Number.parseInt(flags, 16) & acceptsConnections) !== 0,
		inode: Number(inode),
		...(path && { path }),
	};
}
