import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isFilledString, isJsonObject } from '../../core/normalize-kube-object.ts';
import type { Authorization } from './kube-credentials.ts';
import { KubeRequestError } from './kube-request-error.ts';
import { readText } from './read-text.ts';

/** Keeps a dead peer from going unnoticed: libuv then probes each second and gives up after ten (uv_tcp_keepalive). */
const keepAliveDelay = 10_000;

export type ResponseOptions = Authorization & {
	agent: Agent;
	signal: AbortSignal;
	/** Milliseconds until the answer must begin: name, connection, handshake and the server's own time. */
	timeout: number;
};

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
	if (status >= 200 && status < 300) return response;
	const serverMessage = parseStatusMessage(await readText(response, options.timeout));
	throw new KubeRequestError('status', `HTTP ${status}`, { status, serverMessage });
}

class StaleConnectionError extends Error {}

function send(url: URL, { agent, headers, tls, signal, timeout }: ResponseOptions): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
		// the TLS options go with each request, not with the agent: they may change while it keeps its connections
		const request = send(url, { ...tls, agent, headers: withAccept(headers), signal });
		const timer = setTimeout(
			() => request.destroy(new KubeRequestError('timeout', `no answer within ${timeout} ms`)),
			timeout,
		);
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

function withAccept(headers: Authorization['headers']): Record<string, string | string[]> {
	const copied = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]);
	return { accept: 'application/json', 'user-agent': 'pausetop', ...Object.fromEntries(copied) };
}

function isStale(request: ClientRequest, error: Error): boolean {
	return request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** `message` of a Status object, or a short plain text; no markup and never more than a line. */
function parseStatusMessage(body: string): string | undefined {
	const text = readMessage(body)?.trim().split('\n')[0];
	return text && text.length <= 500 ? text.replace(/\.$/, '') : undefined;
}

function readMessage(body: string): string | undefined {
	try {
		const status: unknown = JSON.parse(body);
		return isJsonObject(status) && isFilledString(status.message) ? status.message : undefined;
	} catch {
		return body.trimStart().startsWith('<') ? undefined : body;
	}
}
