import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Duplex } from 'node:stream';
import { createHttpGate, type HttpGate } from './http-gate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Gets a connection that the client wants for something else than HTTP, and what has come over it since. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

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

export function createListener(place: ListenOptions, handle: Handler, upgrade?: UpgradeHandler): Listener {
	const gate = createHttpGate();
	let server: Server | undefined;
	/** Connections that the server does not count as its own any more. */
	const upgraded = new Set<Duplex>();
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
			if (upgrade !== undefined) {
				next.on('upgrade', (request, socket, head) => {
					upgraded.add(socket);
					socket.on('error', () => {});
					socket.on('close', () => upgraded.delete(socket));
					gate.pass(() => upgrade(request, socket, head));
				});
			}
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
				for (const socket of upgraded) socket.destroy();
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
