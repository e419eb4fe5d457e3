import type { IncomingMessage, RequestOptions } from 'node:http';
import { fetchText } from '../fetch-text.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';

const headers = { 'user-agent': 'pausetop' };

/** An answer that is no success, with what Docker says in it. */
export class DockerStatusError extends Error {
	readonly statusCode: number;
	readonly json: unknown;

	constructor(statusCode: number, json: unknown) {
		super(`HTTP ${statusCode}`);
		this.statusCode = statusCode;
		this.json = json;
	}
}

/**
 * Sends a GET and waits for the head of the answer, with no more than node:http: dockerode, which attaches to terminals and logs, takes
 * 30 ms and 10 MB to load. Rejects with a DockerStatusError, or with the connection's error.
 */
export async function openDockerAnswer(
	endpoint: DockerEndpoint,
	path: string,
	signal: AbortSignal,
): Promise<IncomingMessage> {
	const response = await send(endpoint, path, signal);
	const { statusCode = 0 } = response;
	if (statusCode === 200) return response;
	throw new DockerStatusError(statusCode, parseJson(await readBody(response)));
}

/** Asks for one document. What is no JSON is given as text: whoever reads it says what it should have been. */
export async function askDocker(endpoint: DockerEndpoint, path: string, signal: AbortSignal): Promise<unknown> {
	const where =
		endpoint.kind === 'unix'
			? { url: `http://localhost${path}`, socketPath: endpoint.path }
			: { url: `${formatDockerEndpoint(endpoint).replace('tcp:', 'http:')}${path}` };
	const fetched = await fetchText({ ...where, headers, signal });
	if (!fetched || fetched.late) return parseJson(await readBody(await openDockerAnswer(endpoint, path, signal)));
	if (fetched.status === 200) return parseJson(fetched.text);
	throw new DockerStatusError(fetched.status, parseJson(fetched.text));
}

async function send(endpoint: DockerEndpoint, path: string, signal: AbortSignal): Promise<IncomingMessage> {
	// 5 ms of a start that mostly needs nothing but fetch
	const { request } = await import('node:http');
	const where: RequestOptions =
		endpoint.kind === 'unix' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port };
	return new Promise((resolve, reject) => {
		request({ ...where, path, signal, headers })
			.on('response', resolve)
			.on('error', reject)
			.end();
	});
}

async function readBody(response: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
