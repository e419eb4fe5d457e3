import type { ListeningSocket, SocketOwner, UnixListener } from '../../core/inside/pod-sockets.ts';
import type { Endpoint } from '../../core/inside/socket-entry.ts';
import type { Cell, Column } from './column.ts';

/** A socket that somebody can connect to. */
export type ListenerRow = ({ kind: 'inet'; socket: ListeningSocket } | { kind: 'unix'; socket: UnixListener }) & {
	/** The pod's processes could not all be asked whose it is. */
	ownersUnknown: boolean;
};

/** Pids that are named of one socket: workers share what their parent opened. */
const namedPids = 3;

/** One listening socket a line, with who holds it. */
export const listenerColumns: readonly Column<ListenerRow>[] = [
	{
		id: 'protocol',
		title: 'PROTO',
		align: 'left',
		priority: 2,
		absent: '?',
		source: 'proc',
		read: (row) => ({ text: row.kind === 'inet' ? row.socket.protocol : 'unix' }),
	},
	{
		id: 'local',
		title: 'LISTENS ON',
		align: 'left',
		priority: 0,
		absent: '-',
		source: 'proc',
		minWidth: 12,
		read: (row) => (row.kind === 'inet' ? { text: formatEndpoint(row.socket.local) } : readPath(row.socket)),
	},
	{
		id: 'container',
		title: 'CONTAINER',
		align: 'left',
		priority: 0,
		absent: '?',
		source: 'proc',
		minWidth: 9,
		read: ({ socket, ownersUnknown }) => readContainers(socket.owners, ownersUnknown),
	},
	{
		id: 'pid',
		title: 'PID',
		align: 'left',
		priority: 3,
		absent: '?',
		source: 'proc',
		read: ({ socket: { owners } }) => (owners.length === 0 ? undefined : { text: formatPids(owners) }),
	},
	{
		id: 'command',
		title: 'PROCESS',
		align: 'left',
		priority: 1,
		absent: '?',
		source: 'proc',
		minWidth: 8,
		read: ({ socket: { owners } }) =>
			owners.length === 0 ? undefined : { text: [...new Set(owners.map(({ command }) => command))].join(',') },
	},
];

/** `0.0.0.0:80`, `[::]:80`; `*` for any port. */
export function formatEndpoint({ address, port }: Endpoint): string {
	const host = address.includes(':') ? `[${address}]` : address;
	return `${host}:${port === 0 ? '*' : port}`;
}

function readPath({ path, type }: UnixListener): Cell {
	const suffix = type === 'stream' ? '' : ` (${type})`;
	return { text: `${path ?? '(no name)'}${suffix}` };
}

function readContainers(owners: readonly SocketOwner[], ownersUnknown: boolean): Cell | undefined {
	if (owners.length === 0) return { text: ownersUnknown ? '?' : 'not of this pod', tone: 'warn' };
	const names = [...new Set(owners.map(({ container }) => container ?? '(in no container)'))];
	return { text: names.join(','), tone: owners.some(({ container }) => container === undefined) ? 'warn' : undefined };
}

function formatPids(owners: readonly SocketOwner[]): string {
	const pids = owners.flatMap((owner) => owner.pids);
	const rest = pids.length > namedPids ? `,+${pids.length - namedPids}` : '';
	return `${pids.slice(0, namedPids).join(',')}${rest}`;
}
