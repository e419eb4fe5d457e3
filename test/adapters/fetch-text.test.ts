import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchText } from '../../source/adapters/fetch-text.ts';
import { runBun } from '../helpers/run-bun.ts';

const child = new URL('fetch-text-child.ts', import.meta.url);

/** Answers of Bun's client to requests made one after the other. */
function ask(requests: readonly object[], options: { abortAfter?: number; environment?: Record<string, string> } = {}) {
	const { environment, abortAfter } = options;
	return runBun(child, [JSON.stringify({ requests, abortAfter })], environment);
}

async function listen(server: Server, path?: string): Promise<string> {
	await new Promise<void>((resolve) =>
		path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve),
	);
	onTestFinished(() => void server.close());
	return path ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener, path?: string) => listen(createServer(listener), path);

describe('a client that needs nothing loaded', () => {
	test('gives whatever the server answers, and asks for it as it is', async () => {
		const seen: unknown[] = [];
		const server = await serve((request, response) => {
			seen.push([request.url, request.headers['accept-encoding'], request.headers['user-agent']]);
			response.statusCode = request.url === '/gone' ? 404 : 200;
			response.end(`{"path":"${request.url}"}`);
		});
		const headers = { 'user-agent': 'pausetop' };
		expect(await ask([{ url: `${server}/a?b=c%2Fd`, headers }, { url: `${server}/gone` }])).toEqual([
			{ status: 200, text: '{"path":"/a?b=c%2Fd"}' },
			{ status: 404, text: '{"path":"/gone"}' },
		]);
		expect(seen[0]).toEqual(['/a?b=c%2Fd', 'identity', 'pausetop']);
	});

	test('asks a socket', async () => {
		const socketPath = await serve((_, response) => response.end('here'), join(tmpdir(), `fetch-${process.pid}.sock`));
		expect(await ask([{ url: 'http://localhost/x', socketPath }])).toEqual([{ status: 200, text: 'here' }]);
	});

	test('follows no redirection', async () => {
		const server = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
		expect(await ask([{ url: `${server}/` }])).toEqual([{ status: 302, text: '' }]);
	});

	test('goes past a proxy of the environment, as node:http does', async () => {
		const server = await serve((_, response) => response.end('direct'));
		const proxy = await serve((_, response) => response.end('through the proxy'));
		const environment = { http_proxy: proxy, HTTP_PROXY: proxy, no_proxy: '', NO_PROXY: '' };
		expect(await ask([{ url: `${server}/` }], { environment })).toEqual([{ status: 200, text: 'direct' }]);
	});

	test('has no answer where the connection fails or breaks: node:http says why', async () => {
		const broken = createSocketServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'));
		const server = await listen(broken as unknown as Server);
		expect(await ask([{ url: 'http://127.0.0.1:1/' }, { url: `${server}/`, timeout: 500 }])).toEqual([null, null]);
	});

	test('gives up on a server that is silent for too long, also within its answer', async () => {
		const silent = await serve(() => {});
		const stuck = await serve((_, response) => void response.writeHead(200).write('a'));
		expect(
			await ask([
				{ url: `${silent}/`, timeout: 200 },
				{ url: `${stuck}/`, timeout: 200 },
			]),
		).toEqual([{ late: true }, { late: true }]);
	});

	test('waits for an answer that is long in coming as long as something comes', async () => {
		const slow = await serve((_, response) => {
			response.writeHead(200);
			let left = 8;
			const write = () => (left-- > 0 ? response.write('é', () => setTimeout(write, 100)) : response.end());
			write();
		});
		expect(await ask([{ url: `${slow}/`, timeout: 500 }])).toEqual([{ status: 200, text: 'é'.repeat(8) }]);
	});

	test('ends with its signal', async () => {
		const silent = await serve(() => {});
		expect(await ask([{ url: `${silent}/` }], { abortAfter: 200 })).toEqual(['aborted']);
	});

	test('is not there with Node', async () => {
		const server = await serve((_, response) => response.end('here'));
		const { signal } = new AbortController();
		expect(await fetchText({ url: `${server}/`, headers: {}, signal })).toBeUndefined();
	});
});
