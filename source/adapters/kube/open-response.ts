import {
	type Agent,
	type ClientRequest,
	Agent as HttpAgent,
	request as httpRequest,
	type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { createStatusError, createTimeoutError, isSuccess } from './kube-answer.ts';
import type { Authorization } from './kube-credentials.ts';
import { readText } from './read-text.ts';

/** Keeps a dead peer from going unnoticed: libuv then probes each second and gives up after ten (uv_tcp_keepalive). */
const keepAliveDelay = 10_000;

export type ResponseOptions = Authorization & {
	agent: Agent;
	signal: AbortSignal;
	/** Milliseconds until the answer must begin: name, connection, handshake and the server's own time. */
	timeout: number;
};

/** Keeps connections to a server open for further questions. */
export function createAgent(server: string): Agent {
	return server.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
}

/**
 * Sends a GET and waits for the head of the answer.
 * @throws KubeRequestError when it is no success or does not come in time, else the connection's error
 */
export async function openResponse(url: URL, options: ResponseOptions): Promise<IncomingMessage> {
	let response: IncomingMessage;
	try {
		response = await send(url, options);
	} catch (error) {
		// the server may close an idle connection at the very moment at which it is used again
		if (!(error instanceof StaleConnectionError)) throw error;
		response = await send(url, options);
	}
	const status = response.statusCode ?? 0;
	if (isSuccess(status)) return response;
	throw createStatusError(status, await readText(response, options.timeout));
}

class StaleConnectionError extends Error {}

function send(url: URL, { agent, headers, tls, signal, timeout }: ResponseOptions): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
		// the TLS options go with each request, not with the agent: they may change while it keeps its connections
		const request = send(url, { ...tls, agent, headers: copyHeaders(headers), signal });
		const timer = setTimeout(() => request.destroy(createTimeoutError(timeout)), timeout);
		request.on('socket', (socket) => socket.setKeepAlive(true, keepAliveDelay));
		request.on('response', (response) => {
			clearTimeout(timer);
			resolve(response);
		});
		request.on('error', (error) => {
			clearTimeout(timer);
			reject(isStale(request, error) ? new StaleConnectionError('stale', { cause: error }) : error);
		});
		request.end();
	});
}

/** node:http takes no lists that may not be changed. */
function copyHeaders(headers: Authorization['headers']): Record<string, string | string[]> {
	const copied = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]);
	return Object.fromEntries(copied);
}

function isStale(request: ClientRequest, error: Error): boolean {
	return request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
