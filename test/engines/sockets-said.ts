import type { SocketDocument } from './inside-documents.ts';
import type { ConnectionRow, EndRow, ListeningRow } from './sockets-truth.ts';

type Holding = Pick<SocketDocument['listening'][number], 'owners'>;

/** What the program says, in the words of the truth. */
export function listSaidListening({ listening }: SocketDocument): ListeningRow[] {
	return listening
		.map((socket) => ({
			protocol: socket.protocol.replace(/6$/, ''),
			// ss writes a star for a socket on :: that takes IPv4, too
			address: socket.address === '::' ? '*' : socket.address,
			port: socket.port,
			inode: socket.inode,
			holders: nameHolders(socket),
		}))
		.sort((a, b) => a.inode - b.inode);
}

export function listSaidConnections({ connections }: SocketDocument): ConnectionRow[] {
	const end = (said: SocketDocument['connections'][number]['from']): EndRow => ({
		address: said.address.replace(/^::ffff:/, ''),
		port: said.port,
		inode: said.inode,
		holders: nameHolders(said),
	});
	return connections
		.map(({ from, to }) => ({ port: to.port, from: end(from), to: end(to) }))
		.sort((a, b) => a.from.inode - b.from.inode);
}

function nameHolders({ owners }: Holding): string[] {
	return owners
		.flatMap(({ container, pids }) => pids.map((pid) => ({ pid, container })))
		.sort((a, b) => a.pid - b.pid)
		.map(({ pid, container }) => `${container ?? '?'} ${pid}`);
}
