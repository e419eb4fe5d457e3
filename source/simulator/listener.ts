import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { createHttpGate, type HttpGate } from './http-gate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server that can be stopped, started again at the same place, and made to hang. */
export type Listener = {
	gate: HttpGate;
	start(): Promise<void>;
	/** Ends every connection at once. */
	stop(): Promise<void>;
	isListening(): boolean;
	/** The TCP port; 0 on a Unix socket. */
	port(): number;
};

export function createListener(place: ListenOptions, handle: Handler): Listener {
	const gate = createHttpGate();
	let server: Server | undefined;
	let port = place.port ?? 0;
	return {
		gate,
		start() {
			if (server !== undefined) return Promise.resolve();
			const next = createServer((request, response) => {
				// A client that goes away in the middle is nobody's problem.
				response.on('error', () => {});
				gate.pass(() => handle(request, response));
			});
			server = next;
			return new Promise((resolve, reject) => {
				next.once('error', reject);
				next.listen({ ...place, ...(place.path === undefined ? { port } : {}) }, () => {
					port = (next.address() as AddressInfo).port ?? 0;
					resolve();
				});
			});
		},
		stop() {
			const last = server;
			server = undefined;
			gate.clear();
			if (last === undefined) return Promise.resolve();
			return new Promise((resolve) => {
				last.close(() => resolve());
				last.closeAllConnections();
			});
		},
		isListening: () => server !== undefined,
		port: () => port,
	};
}

/** Answers with one JSON document. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
	const text = `${JSON.stringify(body)}\n`;
	response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
	response.end(text);
}

/** The request's body; resolves to an empty text when there is none. */
export function readBody(request: IncomingMessage): Promise<string> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => resolve(Buffer.concat(chunks).toString()));
		request.on('error', reject);
	});
}
