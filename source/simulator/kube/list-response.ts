import type { ServerResponse } from 'node:http';
import { sendJson } from '../listener.ts';
import type { Collection, VersionCounter } from './collection.ts';
import type { KubeObject } from './kube-object.ts';
import type { Selector } from './selectors.ts';
import { createExpiredError } from './status-object.ts';

type ListRequest = {
	collection: Collection;
	selector: Selector;
	kind: string;
	query: URLSearchParams;
	versions: VersionCounter;
};

/** Answers a list, a page at a time when `limit` is set. @throws KubeStatusError 410 for an old exact version */
export function sendList(request: ListRequest, response: ServerResponse): void {
	const { query, versions } = request;
	const wanted = Number(query.get('resourceVersion') ?? 0);
	if (query.get('resourceVersionMatch') === 'Exact' && request.collection.changesSince(wanted) === undefined) {
		throw createExpiredError(wanted, versions.current());
	}
	const all = request.collection.list().filter(request.selector);
	const first = findPage(all, query.get('continue'));
	const limit = Number(query.get('limit')) || all.length;
	const items = all.slice(first, first + limit);
	const left = all.length - first - items.length;
	const last = items[items.length - 1];
	sendJson(response, 200, {
		kind: `${request.kind}List`,
		apiVersion: 'v1',
		metadata: {
			resourceVersion: String(versions.current()),
			...(left > 0 && last !== undefined ? { continue: formatToken(last), remainingItemCount: left } : {}),
		},
		// Like the API server: the items of a list do not name their kind.
		items: items.map(({ apiVersion: _version, kind: _kind, ...item }) => item),
	});
}

function findPage(objects: readonly KubeObject[], token: string | null): number {
	if (token === null || token === '') return 0;
	const after = Buffer.from(token, 'base64url').toString();
	const next = objects.findIndex((object) => formatKey(object) > after);
	return next === -1 ? objects.length : next;
}

function formatToken(object: KubeObject): string {
	return Buffer.from(formatKey(object)).toString('base64url');
}

function formatKey(object: KubeObject): string {
	return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
