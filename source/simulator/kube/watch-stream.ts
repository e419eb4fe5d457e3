import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { HttpGate } from '../http-gate.ts';
import type { Change, Collection, VersionCounter } from './collection.ts';
import type { KubeObject } from './kube-object.ts';
import type { Selector } from './selectors.ts';
import { createExpiredError, formatKubeStatus } from './status-object.ts';

export type WatchRequest = {
	collection: Collection;
	versions: VersionCounter;
	selector: Selector;
	/** Absent or 0: begin with what is there. */
	since?: number;
	bookmarks: boolean;
	/** With `sendInitialEvents`: what is there, then a bookmark that says so (KEP-3157). */
	initialEvents: boolean;
	timeoutMs: number;
	kind: string;
};

/** How often a watch that asked for them gets a bookmark (the API server: about a minute), in milliseconds. */
const bookmarkEvery = 60_000;

/** Streams changes until the client leaves or the time is over. */
export function streamWatch(
	request: WatchRequest,
	response: ServerResponse,
	parts: { clock: Clock; gate: HttpGate },
): void {
	const { clock, gate } = parts;
	const write = (type: string, object: unknown) => {
		gate.pass(() => void response.write(`${JSON.stringify({ type, object })}\n`));
	};
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.flushHeaders();
	const missed = findMissed(request);
	if (missed === undefined) {
		write('ERROR', formatKubeStatus(createExpiredError(request.since ?? 0, request.versions.current())));
		response.end();
		return;
	}
	const pass = (change: Change) => {
		if (request.selector(change.object)) write(change.type, change.object);
	};
	for (const change of missed) pass(change);
	const bookmark = (annotations?: Record<string, string>) => write('BOOKMARK', formatBookmark(request, annotations));
	if (request.initialEvents) bookmark({ 'k8s.io/initial-events-end': 'true' });
	const unsubscribe = request.collection.subscribe(pass);
	let cancelBookmark = () => {};
	const again = () => {
		if (request.bookmarks) bookmark();
		cancelBookmark = clock.setTimeout(again, bookmarkEvery);
	};
	cancelBookmark = clock.setTimeout(again, bookmarkEvery);
	const cancelTimeout = clock.setTimeout(() => {
		if (request.bookmarks) bookmark();
		gate.pass(() => response.end());
	}, request.timeoutMs);
	response.on('close', () => {
		unsubscribe();
		cancelBookmark();
		cancelTimeout();
	});
}

function findMissed(request: WatchRequest): readonly Change[] | undefined {
	if (request.since !== undefined && request.since !== 0) return request.collection.changesSince(request.since);
	return request.collection.list().map((object) => ({ type: 'ADDED', object, version: 0 }));
}

function formatBookmark(request: WatchRequest, annotations?: Record<string, string>): KubeObject {
	return {
		kind: request.kind,
		apiVersion: 'v1',
		metadata: {
			name: '',
			uid: '',
			resourceVersion: String(request.versions.current()),
			creationTimestamp: '',
			...(annotations === undefined ? {} : { annotations }),
		},
	};
}
