import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { KubeCredentials } from './kube-credentials.ts';
import { KubeRequestError } from './kube-request-error.ts';
import { createLineSplitter } from './line-splitter.ts';
import { openResponse } from './open-response.ts';
import { readText } from './read-text.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The few requests that pausetop makes of an API server, over node:http(s). Answers are the plain JSON, no typed models:
 * `Watch` and the API classes of @kubernetes/client-node take 120 ms and 40 MB to load even when bundled, this takes 10.
 */
export type KubeClient = {
	credentials: KubeCredentials;
	/** One JSON document. @throws KubeRequestError, SourceError or an error of node:net, node:tls */
	get(path: string, query: Query, signal: AbortSignal): Promise<unknown>;
	/**
	 * A stream of lines until the server ends it, then resolves. @throws as `get`, also when the stream breaks off
	 * @param deadline milliseconds after which the stream counts as dead
	 */
	stream(
		path: string,
		query: Query,
		options: { signal: AbortSignal; deadline: number; onLines(lines: readonly string[]): void },
	): Promise<void>;
	/** When anything last came from the server, milliseconds of `performance.now()`. */
	lastHeard(): number;
	close(): void;
};

/** @param requestTimeout how long the server may be silent, milliseconds; streams may be so once they have begun */
export function createKubeClient(credentials: KubeCredentials, requestTimeout: number): KubeClient {
	const isHttps = credentials.server.startsWith('https:');
	const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
	let lastHeard = performance.now();
	const onData = () => {
		lastHeard = performance.now();
	};
	const open = async (path: string, query: Query, signal: AbortSignal): Promise<IncomingMessage> => {
		const authorization = await credentials.authorize();
		signal.throwIfAborted();
		const url = new URL(credentials.server + path);
		for (const [key, value] of Object.entries(query)) {
			if (value !== undefined) url.searchParams.set(key, String(value));
		}
		const response = await openResponse(url, { agent, ...authorization, signal, timeout: requestTimeout });
		onData();
		response.on('data', onData);
		return response;
	};
	return {
		credentials,
		async get(path, query, signal) {
			return parseBody(await readText(await open(path, query, signal), requestTimeout));
		},
		async stream(path, query, { signal, deadline, onLines }) {
			const splitter = createLineSplitter();
			const response = await open(path, query, signal);
			await readText(response, deadline, { absolute: true, onText: (text) => emitLines(splitter.push(text), onLines) });
		},
		lastHeard: () => lastHeard,
		close: () => agent.destroy(),
	};
}

function emitLines(lines: readonly string[], onLines: (lines: readonly string[]) => void): void {
	if (lines.length > 0) onLines(lines);
}

/** The parser's own message is left out: it quotes the text, and pods hold environment variables. */
function parseBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new KubeRequestError('malformed', 'the answer is no JSON');
	}
}
