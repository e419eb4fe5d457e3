import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readEvents, readNode, readPki, readPods, type WireObject } from './fixtures.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP(S) server that speaks as much of the Kubernetes API as pausetop asks for. */
export type TestApiServer = {
	url: string;
	/** Everything asked so far, `path?query`, in order. */
	requests: string[];
	headers: IncomingMessage['headers'][];
	/** By path: answers in place of the usual ones. `/api/v1/pods` stands for its listing and its watch. */
	answers: Map<string, Answer>;
	/** By path of the collection; what a listing answers. */
	collections: Map<string, WireObject[]>;
	/** Sends something, usually a line, to the watches of a collection. */
	send(path: string, data: string | Uint8Array): void;
	/** Tells the watches of a collection of a change. */
	change(path: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: WireObject): void;
	/** Ends the watches of a collection, as a server does at their timeout; `break` tears the connection down. */
	end(path: string, how?: 'end' | 'break'): void;
	/** Resolves once so many requests, past and future, fit. */
	untilAsked(fits: (request: string) => boolean, count?: number): Promise<void>;
	close(): Promise<void>;
};

export const podsPath = '/api/v1/pods';
export const nodesPath = '/api/v1/nodes';
export const eventsPath = '/api/v1/events';

export const isWatch = (path: string) => (request: string) =>
	request.startsWith(`${path}?`) && request.includes('watch=true');
export const isList = (path: string) => (request: string) =>
	request.startsWith(path) && !request.includes('watch=true');

/** Starts one on a free port of the loopback, with the fixtures' pods, node and events. */
export async function startApiServer(
	options: { tls?: boolean; requireCertificate?: boolean } = {},
): Promise<TestApiServer> {
	const waiting = new Set<() => void>();
	const watches = new Map<string, Set<ServerResponse>>();
	const requests: string[] = [];
	const headers: IncomingMessage['headers'][] = [];
	const answers = new Map<string, Answer>();
	const collections = new Map([
		[podsPath, readPods()],
		[nodesPath, [readNode()]],
		[eventsPath, readEvents()],
	]);
	const handle: Answer = (request, response) => {
		const url = new URL(request.url ?? '/', 'http://test');
		requests.push(request.url ?? '');
		headers.push(request.headers);
		const answer = answers.get(url.pathname);
		if (answer) answer(request, response);
		else if (url.searchParams.get('watch') === 'true') openWatch(watches, url, response);
		else answerJson(response, ...find(collections, url));
		for (const check of [...waiting]) check();
	};
	const server = options.tls ? createTlsServer(handle, options.requireCertificate ?? false) : createHttpServer(handle);
	const port = await listen(server);
	const send = (path: string, data: string | Uint8Array) => {
		for (const response of watches.get(path) ?? []) response.write(data);
	};
	return {
		url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
		requests,
		headers,
		answers,
		collections,
		send,
		change: (path, type, object) => send(path, `${JSON.stringify({ type, object })}\n`),
		end(path, how = 'end') {
			for (const response of watches.get(path) ?? []) how === 'end' ? response.end() : response.destroy();
			watches.delete(path);
		},
		untilAsked: (fits, count = 1) =>
			new Promise((resolve) => {
				const check = () => {
					if (requests.filter(fits).length < count) return;
					waiting.delete(check);
					resolve();
				};
				waiting.add(check);
				check();
			}),
		close: () => close(server),
	};
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** As the API server says no: a Status object. */
export function answerStatus(status: number, message: string): Answer {
	return (_, response) => answerJson(response, status, { kind: 'Status', apiVersion: 'v1', code: status, message });
}

function openWatch(watches: Map<string, Set<ServerResponse>>, { pathname }: URL, response: ServerResponse): void {
	response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
	const open = watches.get(pathname) ?? new Set();
	watches.set(pathname, open.add(response));
	response.on('close', () => open.delete(response));
}

function find(collections: ReadonlyMap<string, WireObject[]>, { pathname, searchParams }: URL): [number, unknown] {
	if (pathname === '/version') return [200, { gitVersion: 'v1.20.2' }];
	const items = collections.get(pathname);
	if (items)
		return [200, { kind: 'List', metadata: { resourceVersion: '700' }, items: items.filter(fits(searchParams)) }];
	const name = pathname.replace(`${nodesPath}/`, '');
	const node = collections.get(nodesPath)?.find(({ metadata }) => metadata.name === name);
	return node ? [200, node] : [404, { kind: 'Status', message: `"${name}" not found` }];
}

/** The field selectors that pausetop uses. */
function fits(query: URLSearchParams): (item: WireObject) => boolean {
	const selectors = (query.get('fieldSelector') ?? '').split(',').filter((text) => text !== '');
	return (item) =>
		selectors.every((selector) => {
			const [path = '', value] = selector.split('=');
			const found = path
				.split('.')
				.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], item);
			return found === value;
		});
}

function createTlsServer(handle: Answer, requestCert: boolean): Server {
	const options = { key: readPki('server.key'), cert: readPki('server.crt'), ca: readPki('ca.crt') };
	return createHttpsServer({ ...options, requestCert, rejectUnauthorized: requestCert }, handle);
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeAllConnections();
	await closed;
}
