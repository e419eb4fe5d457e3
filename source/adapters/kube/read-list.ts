import { isFilledString, isJsonObject } from '../../core/normalize-kube-object.ts';
import type { KubeClient } from './kube-client.ts';
import type { Collection } from './kube-collections.ts';
import { isStatus, KubeRequestError } from './kube-request-error.ts';

export type KubeList = {
	items: readonly unknown[];
	/** What a watch goes on from. */
	resourceVersion?: string;
};

/** Lists a collection; its pages are all of one moment, the first one's. @throws as KubeClient.get */
export async function readList(client: KubeClient, collection: Collection, signal: AbortSignal): Promise<KubeList> {
	const { path, query, pageSize, keep } = collection;
	const items: unknown[] = [];
	let resourceVersion: string | undefined;
	let token: string | undefined;
	do {
		let page: Page;
		try {
			page = parsePage(await client.get(path, { ...query, limit: pageSize, continue: token }, signal));
		} catch (error) {
			// the server has forgotten that moment: all at once then
			if (token !== undefined && isStatus(error, 410)) {
				return readList(client, { ...collection, pageSize: undefined }, signal);
			}
			throw error;
		}
		for (const item of page.items) if (!keep || keep(item)) items.push(item);
		resourceVersion = page.resourceVersion;
		token = page.token;
	} while (token !== undefined);
	return { items, resourceVersion };
}

type Page = KubeList & { token?: string };

function parsePage(wire: unknown): Page {
	// Go writes an empty list as null
	const items = isJsonObject(wire) ? (wire.items ?? []) : undefined;
	if (!isJsonObject(wire) || !Array.isArray(items) || !isJsonObject(wire.metadata)) {
		throw new KubeRequestError('malformed', 'the answer is no list');
	}
	const { resourceVersion, continue: token } = wire.metadata;
	return {
		items,
		resourceVersion: isFilledString(resourceVersion) ? resourceVersion : undefined,
		token: isFilledString(token) ? token : undefined,
	};
}
