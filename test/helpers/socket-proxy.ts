import { unlinkSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** A way to a Unix socket that can be cut and mended while both ends live on. */
export type SocketProxy = { path: string; cut(): Promise<void>; mend(): Promise<void> };

/** Listens beside `target`. The file goes with the folder that both are in. */
export async function createSocketProxy(target: string): Promise<SocketProxy> {
	const path = join(dirname(target), 'proxy.sock');
	const sockets = new Set<Socket>();
	let server: Server | undefined;
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		return socket;
	};
	const connect = (near: Socket) => {
		const far = keep(createConnection(target));
		keep(near).pipe(far).pipe(near);
		near.on('close', () => far.destroy());
		far.on('close', () => near.destroy());
	};
	const proxy: SocketProxy = {
		path,
		cut: () =>
			new Promise((resolve) => {
				for (const socket of sockets) socket.destroy();
				server?.close(() => resolve());
			}),
		mend: () =>
			new Promise((resolve, reject) => {
				server = createServer(connect).on('error', reject).listen(path, resolve);
			}),
	};
	try {
		unlinkSync(path);
	} catch {
		// it was not there
	}
	await proxy.mend();
	return proxy;
}
