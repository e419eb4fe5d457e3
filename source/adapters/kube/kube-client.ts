import type { Agent, IncomingMessage } from 'node:http';
import { type FetchRequest, fetchText } from '../fetch-text.ts';
import { createStatusError, createTimeoutError, isSuccess, parseAnswer } from './kube-answer.ts';
import type { Authorization, KubeCredentials } from './kube-credentials.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { openResponse } from './open-response.ts';
import { readText } from './read-text.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The few requests that pausetop makes of an API server, over what Bun brings along or node:http(s). Answers are the plain JSON, no typed models:
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
	let connections: Promise<{ agent: Agent; open: typeof openResponse }> | undefined;
	const closed = new AbortController();
	let lastHeard = performance.now();
	const onData = () => {
		lastHeard = performance.now();
	};
	const authorize = async (signal: AbortSignal): Promise<Authorization> => {
		const { headers, ...rest } = await credentials.authorize();
		signal.throwIfAborted();
		return { ...rest, headers: { accept: 'application/json', 'user-agent': 'pausetop', ...headers } };
	};
	const open = async (url: URL, authorization: Authorization, signal: AbortSignal): Promise<IncomingMessage> => {
		connections ??= prepare(credentials.server).catch((error) => {
			connections = undefined;
			throw error;
		});
		const { agent, open } = await connections;
		const response = await open(url, { agent, ...authorization, signal, timeout: requestTimeout });
		onData();
		response.on('data', onData);
		return response;
	};
	return {
		credentials,
		async get(path, query, over) {
			const signal = AbortSignal.any([over, closed.signal]);
			const url = createUrl(credentials.server + path, query);
			const authorization = await authorize(signal);
			const plain = selectPlain(authorization);
			const fetched = plain && (await fetchText({ url: url.href, ...plain, timeout: requestTimeout, onData, signal }));
			if (!fetched) return parseAnswer(await readText(await open(url, authorization, signal), requestTimeout));
			if (fetched.late) throw createTimeoutError(requestTimeout);
			const { status, text } = fetched;
			if (!isSuccess(status)) throw createStatusError(status, text);
			return parseAnswer(text);
		},
		async stream(path, query, { signal, deadline, onLines }) {
			const splitter = createLineSplitter();
			const response = await open(createUrl(credentials.server + path, query), await authorize(signal), signal);
			await readText(response, deadline, { absolute: true, onText: (text) => emitLines(splitter.push(text), onLines) });
		},
		lastHeard: () => lastHeard,
		close() {
			closed.abort();
			connections?.then(
				({ agent }) => agent.destroy(),
				() => {},
			);
		},
	};
}

/** Loads what holds connections open; 15 ms with Bun, where a question or two need none of it. */
async function prepare(server: string): Promise<{ agent: Agent; open: typeof openResponse }> {
	const { createAgent, openResponse } = await import('./open-response.ts');
	return { agent: createAgent(server), open: openResponse };
}

function createUrl(base: string, query: Query): URL {
	const url = new URL(base);
	for (const [key, value] of Object.entries(query)) {
		if (value !== undefined) url.searchParams.set(key, String(value));
	}
	return url;
}

/** What can be asked without node:http: no proxy, no other name in the certificate, and each header once. */
function selectPlain({ headers, tls, agent }: Authorization): Pick<FetchRequest, 'headers' | 'tls'> | undefined {
	const { servername, ...rest } = tls;
	const values = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	if (agent || servername !== undefined || values.length < Object.keys(headers).length) return undefined;
	return { headers: Object.fromEntries(values), tls: rest };
}

function emitLines(lines: readonly string[], onLines: (lines: readonly string[]) => void): void {
	if (lines.length > 0) onLines(lines);
}
