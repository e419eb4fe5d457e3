import { isFilledString, isJsonObject, type JsonObject } from '../../core/normalize-kube-object.ts';

/** A change that a watch told of. */
export type WatchChange = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: JsonObject };

/** What one line of a watch says. `resourceVersion` is where a next watch goes on; `expired`: nowhere, list again. */
export type WatchLine = { change?: WatchChange; resourceVersion?: string; expired?: boolean };

/**
 * Parses a line of `?watch=true` (meta/v1 WatchEvent). A line that is none counts as `expired`: what it said is lost.
 * So does ERROR: its Status is 410 Gone in nearly all cases, and after any other a listing is no mistake either.
 */
export function parseWatchLine(line: string): WatchLine {
	let wire: unknown;
	try {
		wire = JSON.parse(line);
	} catch {
		return { expired: true };
	}
	if (!isJsonObject(wire) || !isJsonObject(wire.object)) return { expired: true };
	const { type, object } = wire;
	const version = isJsonObject(object.metadata) ? object.metadata.resourceVersion : undefined;
	const resourceVersion = isFilledString(version) ? version : undefined;
	switch (type) {
		case 'ADDED':
		case 'MODIFIED':
		case 'DELETED':
			return { change: { type, object }, resourceVersion };
		case 'BOOKMARK':
			return { resourceVersion };
		default:
			return { expired: true };
	}
}
