import {
	connect,
	createServer,
	type IncomingHttpHeaders,
	type ServerHttp2Session,
	type ServerHttp2Stream,
} from 'node:http2';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { createCallGate, type Recorder } from './recorder.ts';

/** gRPC's PERMISSION_DENIED. */
const permissionDenied = '7';

/** Stands between a client and a CRI socket, hands every stream on, and remembers the methods. */
export async function createCriRecorder(target: string): Promise<Recorder> {
	const path = join(dirname(target), 'recorded-cri.sock');
	const { admit, ...gate } = createCallGate();
	const sessions = new Set<ServerHttp2Session>();
	const server = createServer();
	server.on('session', (session) => {
		sessions.add(session);
		session.on('error', () => session.destroy()).on('close', () => sessions.delete(session));
	});
	server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
		const call = headers[':path'] ?? '';
		const verdict = admit(call);
		stream.on('error', () => {});
		if (verdict === 'hold') return;
		if (verdict === 'refuse') {
			const status = { 'grpc-status': permissionDenied, 'grpc-message': 'reading only' };
			stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
			return;
		}
		handOn(target, stream, headers);
	});
	await new Promise<void>((resolve, reject) => server.on('error', reject).listen(path, resolve));
	return {
		path,
		...gate,
		close: () =>
			new Promise((resolve) => {
				for (const session of sessions) session.destroy();
				server.close(() => resolve());
			}),
	};
}

function handOn(target: string, stream: ServerHttp2Stream, { ...headers }: IncomingHttpHeaders): void {
	const client = connect('http://localhost', { createConnection: () => createConnection(target) });
	client.on('error', () => stream.destroy());
	const onward = client.request(headers);
	let trailers: IncomingHttpHeaders = {};
	onward.on('error', () => stream.destroy());
	onward.on('trailers', (last) => {
		trailers = last;
	});
	onward.on('response', (answer, flags) => {
		if (stream.destroyed) return;
		// NGHTTP2_FLAG_END_STREAM: an answer without a body has its status in the headers
		const endStream = (flags & 1) === 1;
		stream.respond(answer, { endStream, waitForTrailers: !endStream });
		stream.on('wantTrailers', () => stream.sendTrailers(trailers));
		if (!endStream) onward.pipe(stream);
	});
	stream.pipe(onward);
	stream.on('close', () => {
		onward.close();
		client.destroy();
	});
}
