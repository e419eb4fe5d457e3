import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { createCallGate, type Recorder } from './recorder.ts';

/**
 * Stands between a client and Docker's socket, hands everything on, and remembers what was asked. With `silentEvents` the stream of
 * events is open and nothing ever comes.
 */
export async function createDockerRecorder(
	target: string,
	{ silentEvents = false }: { silentEvents?: boolean } = {},
): Promise<Recorder> {
	const path = join(dirname(target), 'recorded-docker.sock');
	const { admit, ...gate } = createCallGate();
	const server = createServer((asked, answer) => {
		const call = `${asked.method} ${asked.url?.replace(/^\/v[\d.]+/, '')}`;
		const verdict = admit(call);
		if (verdict === 'hold') return;
		if (verdict === 'refuse') {
			answer.writeHead(403, { 'content-type': 'application/json' });
			answer.end('{"message":"authorization denied by plugin gatekeeper: reading only"}');
			return;
		}
		if (silentEvents && call.startsWith('GET /events')) {
			answer.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
			return;
		}
		handOn(target, asked, answer);
	});
	await new Promise<void>((resolve, reject) => server.on('error', reject).listen(path, resolve));
	return {
		path,
		...gate,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function handOn(socketPath: string, asked: IncomingMessage, answer: ServerResponse): void {
	const { method, url: path, headers } = asked;
	const onward = sendRequest({ socketPath, method, path, headers }, (response) => {
		answer.writeHead(response.statusCode ?? 500, response.headers);
		// a stream of events may stay without one for long
		answer.flushHeaders();
		response.on('error', () => answer.destroy()).pipe(answer);
	});
	onward.on('error', () => answer.destroy());
	answer.on('close', () => onward.destroy());
	asked.pipe(onward);
}
