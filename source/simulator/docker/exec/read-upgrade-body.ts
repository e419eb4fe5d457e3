import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Takes the body of a request off a connection that node:http has let go of, and returns what came after it. Clients tell its length:
 * docker-modem and Docker's own client both do.
 */
export async function readUpgradeBody({ headers }: IncomingMessage, socket: Duplex, head: Buffer): Promise<Buffer> {
	const length = Number(headers['content-length'] ?? 0);
	let bytes = head;
	while (bytes.length < length) {
		const more = await readMore(socket);
		if (more === undefined) return Buffer.alloc(0);
		bytes = Buffer.concat([bytes, more]);
	}
	return bytes.subarray(length);
}

/** The next bytes; undefined when there are no more. */
function readMore(socket: Duplex): Promise<Buffer | undefined> {
	return new Promise((resolve) => {
		const take = (chunk?: Buffer) => {
			socket.pause();
			socket.off('data', take);
			socket.off('close', end);
			resolve(chunk);
		};
		const end = () => take();
		socket.on('data', take);
		socket.on('close', end);
		socket.resume();
	});
}
