import { connect } from 'node:net';

/**
 * Connects to a Unix socket once and lets it go. Resolves with why that failed, as connect(2) says it, or undefined: gRPC
 * would wrap it into a sentence of its own. Milliseconds.
 */
export function probeSocket(path: string, milliseconds: number): Promise<NodeJS.ErrnoException | undefined> {
	return new Promise((resolve) => {
		const socket = connect({ path });
		const finish = (error?: NodeJS.ErrnoException) => {
			socket.destroy();
			resolve(error);
		};
		socket.setTimeout(milliseconds, () => finish(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })));
		socket.once('connect', () => finish());
		socket.once('error', finish);
	});
}
