import { isJsonObject } from '../../core/normalize-kube-object.ts';
import type { Query } from './kube-client.ts';

/** What is listed and watched. */
export type Collection = {
	/** `/api/v1/pods` */
	path: string;
	query: Query;
	/** Lists in pages of so many objects. */
	pageSize?: number;
	/** Lets go of a listed object before the next page is read. */
	keep?(item: unknown): boolean;
};

export function selectPods(node: string): Collection {
	return { path: '/api/v1/pods', query: { fieldSelector: `spec.nodeName=${node}` } };
}

export function selectNode(node: string): Collection {
	return { path: '/api/v1/nodes', query: { fieldSelector: `metadata.name=${node}` } };
}

/**
 * Events have no selector for their node: those of all pods, and those of the Node object, must be read and picked from.
 * In pages, because a big cluster has a hundred thousand of them, nearly all from other nodes' kubelets.
 */
export function selectEvents(node: string): Collection[] {
	const [path, pageSize] = ['/api/v1/events', 500];
	const keep = (item: unknown) => {
		const source = isJsonObject(item) && isJsonObject(item.source) ? item.source : {};
		return source.host === undefined || source.host === node;
	};
	return [
		{ path, pageSize, keep, query: { fieldSelector: 'involvedObject.kind=Pod' } },
		{ path, pageSize, query: { fieldSelector: `involvedObject.kind=Node,involvedObject.name=${node}` } },
	];
}
