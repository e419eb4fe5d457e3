import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { createListener, type Listener, readBody, sendJson } from '../listener.ts';
import { discovery } from './discovery.ts';
import type { KubeApi, Resource } from './kube-api.ts';
import { sendList } from './list-response.ts';
import { parseFieldSelector, parseLabelSelector, type Selector, SelectorError } from './selectors.ts';
import { formatKubeStatus, KubeStatusError } from './status-object.ts';
import { streamWatch } from './watch-stream.ts';

export type KubeServerParts = {
	api: KubeApi;
	clock: Clock;
	token: string;
	isForbidden(resource: Resource): boolean;
	/** The last lines of a container of a pod; undefined when there is no such container. */
	readLogs(kubeNamespace: string, pod: string, container?: string): readonly string[] | undefined;
};

/** A request for a resource: `/api/v1[/namespaces/NS]/RESOURCE[/NAME[/log]]`. */
type Target = { resource: Resource; kubeNamespace?: string; name?: string; log: boolean };

const kinds: Readonly<Record<Resource, string>> = { pods: 'Pod', nodes: 'Node', events: 'Event' };

/** The Kubernetes API of the simulated cluster, on 127.0.0.1. */
export function createKubeServer(parts: KubeServerParts): Listener {
	const listener: Listener = createListener({ host: '127.0.0.1', port: 0 }, (request, response) => {
		serve(parts, listener, request, response).catch((cause: unknown) => {
			const error = toStatusError(cause);
			if (response.headersSent) response.end();
			else sendJson(response, error.code, formatKubeStatus(error));
		});
	});
	return listener;
}

function toStatusError(cause: unknown): KubeStatusError {
	if (cause instanceof KubeStatusError) return cause;
	if (cause instanceof SelectorError) return new KubeStatusError(400, 'BadRequest', cause.message);
	return new KubeStatusError(500, 'InternalError', cause instanceof Error ? cause.message : String(cause));
}

async function serve(
	parts: KubeServerParts,
	listener: Listener,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://kube');
	// without TLS kubectl sends no credentials at all; only wrong ones are refused
	const { authorization } = request.headers;
	if (authorization !== undefined && authorization !== `Bearer ${parts.token}`) {
		throw new KubeStatusError(401, 'Unauthorized', 'Unauthorized');
	}
	const document = discovery[url.pathname];
	if (document !== undefined) return sendJson(response, 200, document);
	const target = parseTarget(url.pathname);
	if (target === undefined)
		throw new KubeStatusError(404, 'NotFound', 'the server could not find the requested resource');
	if (parts.isForbidden(target.resource)) throw createForbiddenError(target, request.method ?? 'GET');
	if (target.log) return sendLogs(parts, target, response, url.searchParams.get('container') ?? undefined);
	if (request.method === 'DELETE') return deleteOne(parts, target, request, response, url.searchParams);
	if (request.method !== 'GET')
		throw new KubeStatusError(405, 'MethodNotAllowed', 'the server does not allow this method');
	if (target.name !== undefined) return sendJson(response, 200, findOne(parts, target));
	const query = url.searchParams;
	const selector = chooseSelector(target, query);
	const collection = parts.api.collections[target.resource];
	const kind = kinds[target.resource];
	if (!isTrue(query.get('watch')))
		return sendList({ collection, selector, kind, query, versions: parts.api.versions }, response);
	const since = query.get('resourceVersion');
	const watching = {
		collection,
		versions: parts.api.versions,
		selector,
		...(since === null || since === '' ? {} : { since: Number(since) }),
		bookmarks: isTrue(query.get('allowWatchBookmarks')),
		initialEvents: isTrue(query.get('sendInitialEvents')),
		timeoutMs: (Number(query.get('timeoutSeconds')) || 3600) * 1000,
		kind,
	};
	streamWatch(watching, response, { clock: parts.clock, gate: listener.gate });
}

function parseTarget(path: string): Target | undefined {
	const match = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/(pods|nodes|events)(?:\/([^/]+))?(\/log)?$/.exec(path);
	if (match === null) return undefined;
	const [, kubeNamespace, resource, name, log] = match;
	return { resource: resource as Resource, kubeNamespace, name, log: log !== undefined };
}

function chooseSelector(target: Target, query: URLSearchParams): Selector {
	const byField = parseFieldSelector(query.get('fieldSelector'));
	const byLabel = parseLabelSelector(query.get('labelSelector'));
	return (object) =>
		(target.kubeNamespace === undefined || object.metadata.namespace === target.kubeNamespace) &&
		byField(object) &&
		byLabel(object);
}

function findOne(parts: KubeServerParts, target: Target) {
	const found = parts.api.collections[target.resource].get(target.kubeNamespace, target.name ?? '');
	if (found !== undefined) return found;
	throw new KubeStatusError(404, 'NotFound', `${target.resource} "${target.name}" not found`);
}

async function deleteOne(
	parts: KubeServerParts,
	target: Target,
	request: IncomingMessage,
	response: ServerResponse,
	query: URLSearchParams,
): Promise<void> {
	if (target.resource !== 'pods' || target.name === undefined) {
		throw new KubeStatusError(
			405,
			'MethodNotAllowed',
			'the server does not allow this method on the requested resource',
		);
	}
	const pod = findOne(parts, target);
	const body = parseDeleteOptions(await readBody(request));
	const asked = query.get('gracePeriodSeconds') ?? body.gracePeriodSeconds;
	sendJson(response, 200, parts.api.deletePod(pod, asked === undefined || asked === null ? undefined : Number(asked)));
}

function parseDeleteOptions(text: string): { gracePeriodSeconds?: number | null } {
	if (text === '') return {};
	try {
		return JSON.parse(text) as { gracePeriodSeconds?: number };
	} catch {
		throw new KubeStatusError(400, 'BadRequest', 'the body of the request is not JSON');
	}
}

function sendLogs(parts: KubeServerParts, target: Target, response: ServerResponse, container?: string): void {
	const lines = parts.readLogs(target.kubeNamespace ?? '', target.name ?? '', container);
	if (lines === undefined) throw new KubeStatusError(404, 'NotFound', `pods "${target.name}" not found`);
	response.writeHead(200, { 'Content-Type': 'text/plain' });
	response.end(lines.map((line) => `${line}\n`).join(''));
}

function createForbiddenError(target: Target, method: string): KubeStatusError {
	const verb = method === 'DELETE' ? 'delete' : target.name === undefined ? 'list' : 'get';
	const place =
		target.kubeNamespace === undefined ? 'at the cluster scope' : `in the namespace "${target.kubeNamespace}"`;
	const who = 'User "system:node:demo" cannot';
	const what = `${verb} resource "${target.resource}" in API group ""`;
	return new KubeStatusError(403, 'Forbidden', `${target.resource} is forbidden: ${who} ${what} ${place}`);
}

function isTrue(text: string | null): boolean {
	return text === 'true' || text === '1';
}
