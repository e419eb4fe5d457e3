import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerEndpoint } from '../../../source/adapters/docker/docker-endpoint.ts';

export type WireContainer = { Id: string; [field: string]: unknown };

export type DockerServer = {
	endpoint: DockerEndpoint;
	path: string;
	/** Paths with queries of all requests so far, in order. */
	requests: string[];
	/** What the next listing has. */
	listed: WireContainer[];
	/** What inspections answer, by id. */
	inspected: Map<string, WireContainer>;
	/** The answer of /version. */
	version: Record<string, unknown>;
	/** Set it to answer a request in another way; true when it did, or never will. */
	intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
	/** Writes to all open event streams, as it is. */
	writeEvents(text: string | Buffer): void;
	/** Breaks all open event streams off. */
	cutEvents(): void;
	close(): Promise<void>;
};

export async function readFixture(name: string): Promise<string> {
	return readFile(new URL(`../../fixtures/docker/${name}`, import.meta.url), 'utf8');
}

/** A small server on a Unix socket of its own that speaks the part of Docker's API that is asked for. */
export async function startDockerServer(): Promise<DockerServer> {
	const folder = await mkdtemp(join(tmpdir(), 'pausetop-docker-'));
	const path = join(folder, 'docker.sock');
	const listed = JSON.parse(await readFixture('containers.json')) as WireContainer[];
	const inspections = JSON.parse(await readFixture('inspect.json')) as WireContainer[];
	const streams = new Set<ServerResponse>();
	const http = createServer((request, response) => {
		server.requests.push(request.url ?? '');
		if (!server.intercept(request, response)) answer(server, streams, request, response);
	});
	const server: DockerServer = {
		endpoint: { kind: 'unix', path },
		path,
		requests: [],
		listed,
		inspected: new Map(inspections.map((wire) => [wire.Id, wire])),
		version: { Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12' },
		intercept: () => false,
		writeEvents(text) {
			for (const stream of streams) stream.write(text);
		},
		cutEvents() {
			for (const stream of streams) stream.destroy();
			streams.clear();
		},
		async close() {
			http.closeAllConnections();
			await new Promise((resolve) => http.close(resolve));
			await rm(folder, { recursive: true, force: true });
		},
	};
	await new Promise<void>((resolve) => http.listen(path, resolve));
	return server;
}

function answer(
	server: DockerServer,
	streams: Set<ServerResponse>,
	request: IncomingMessage,
	response: ServerResponse,
): void {
	const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*/, '');
	if (path === '/version') send(response, 200, server.version);
	else if (path === '/containers/json') send(response, 200, server.listed);
	else if (path === '/events') {
		streams.add(response.writeHead(200, { 'content-type': 'application/json' }));
		response.flushHeaders();
	} else {
		const id = /^\/containers\/([^/]+)\/json$/.exec(path)?.[1] ?? '';
		const wire = server.inspected.get(id);
		if (wire) send(response, 200, wire);
		else send(response, 404, { message: `No such container: ${id}` });
	}
}

export function send(response: ServerResponse, status: number, body: unknown): void {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
