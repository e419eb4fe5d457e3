import type { Clock } from '../../core/clock.ts';
import type { KubeClient } from './kube-client.ts';
import type { Collection } from './kube-collections.ts';
import { isStatus } from './kube-request-error.ts';
import { readList } from './read-list.ts';
import { parseWatchLine, type WatchChange } from './watch-change.ts';

export type ListWatchOptions = Collection & {
	client: KubeClient;
	clock: Clock;
	signal: AbortSignal;
	/** Milliseconds between listings that repair what a watch may have lost. Absent: only when a watch is lost. */
	relistEvery?: number;
	/** After how many seconds the server is asked to end a watch. */
	watchSeconds: number;
	/** How many milliseconds later the connection counts as dead. */
	watchGrace: number;
	onList(items: readonly unknown[]): void;
	/** All changes that came together, in order. */
	onChanges(changes: readonly WatchChange[]): void;
};

/** A watch that lives less long, milliseconds, and says nothing is not simply tried again. */
const shortLife = 1_000;
const longestPause = 30_000;

/**
 * Lists, then watches from there on. A watch that the server ends is resumed where it stood; one that broke off, or whose
 * place the server has forgotten (410), begins with a new listing.
 * @throws what a listing fails with; ends quietly when `signal` aborts
 */
export async function listAndWatch(options: ListWatchOptions): Promise<void> {
	const { client, signal } = options;
	const pause = createPause(options.clock, signal);
	while (!signal.aborted) {
		const list = await readList(client, options, signal);
		if (signal.aborted) return;
		options.onList(list.items);
		if (list.resourceVersion === undefined) await pause(false);
		else await watchUntilRelist(options, list.resourceVersion, pause);
	}
}

async function watchUntilRelist(options: ListWatchOptions, from: string, pause: Pause): Promise<void> {
	const timer = new AbortController();
	const timeout = options.relistEvery && setTimeout(() => timer.abort(), options.relistEvery);
	const signal = AbortSignal.any([options.signal, timer.signal]);
	try {
		let position: string | undefined = from;
		while (!signal.aborted && position !== undefined) {
			const watched = await watchOnce(options, position, signal);
			await pause(watched.wasUseful);
			position = watched.position;
		}
	} finally {
		if (timeout) clearTimeout(timeout);
	}
}

/** One watch from `from` to its end. `position`: where to resume; absent when only a listing helps. */
async function watchOnce(
	{ client, path, query, watchSeconds, watchGrace, onChanges }: ListWatchOptions,
	from: string,
	signal: AbortSignal,
): Promise<{ position?: string; wasUseful: boolean }> {
	const startedAt = performance.now();
	const stop = new AbortController();
	let position: string | undefined = from;
	let changed = false;
	const onLines = (lines: readonly string[]) => {
		const parsed = lines.map(parseWatchLine);
		const expired = parsed.findIndex((line) => line.expired);
		const usable = expired < 0 ? parsed : parsed.slice(0, expired);
		const changes = usable.flatMap(({ change }) => change ?? []);
		changed ||= changes.length > 0;
		position = expired < 0 ? (usable.findLast((line) => line.resourceVersion)?.resourceVersion ?? position) : undefined;
		if (signal.aborted) return;
		if (changes.length > 0) onChanges(changes);
		if (expired >= 0) stop.abort();
	};
	const watchQuery = {
		...query,
		watch: true,
		allowWatchBookmarks: true,
		resourceVersion: from,
		timeoutSeconds: watchSeconds,
	};
	try {
		await client.stream(path, watchQuery, {
			signal: AbortSignal.any([signal, stop.signal]),
			deadline: watchSeconds * 1000 + watchGrace,
			onLines,
		});
	} catch (error) {
		// whatever broke it, the listing that follows tells whether the server is there; a refusal is for good
		if (isStatus(error, 401, 403)) throw error;
		position = undefined;
	}
	return { position, wasUseful: changed || signal.aborted || performance.now() - startedAt >= shortLife };
}

/** Waits before the next attempt, the longer the more of them came to nothing: not at all, 1 s, 2 s … 30 s. */
type Pause = (wasUseful: boolean) => Promise<void>;

function createPause(clock: Clock, signal: AbortSignal): Pause {
	let useless = 0;
	return async (wasUseful) => {
		useless = wasUseful ? 0 : useless + 1;
		if (useless > 1 && !signal.aborted) await clock.sleep(Math.min(1000 * 2 ** (useless - 2), longestPause), signal);
	};
}
