import type { Clock } from '../core/clock.ts';
import type { InsideRequest } from '../core/inside/inside-request.ts';
import type { PodInside } from '../core/inside/pod-inside.ts';
import type { Store } from '../store/create-store.ts';
import { type InsideWatch, selectInsideRequests } from './inside-requests.ts';
import type { InsideWatcher } from './watch-inside.ts';

/** Looking inside pods, for the screen and for the commands. */
export type Insides = {
	/** See `InsideWatcher.watch`. */
	watch(wanted: InsideWatch | undefined): void;
	read: ReadInsides;
	/** Stops watching for good. */
	close(): void;
};

/**
 * Looks inside pods of the node that the store knows, in its order. Given `gap` (milliseconds), twice, and what is returned is the
 * second look, which has CPU percentages of the time between. Rejects with a SourceError when there is no /proc.
 */
export type ReadInsides = (
	wanted: InsideWatch,
	options: { gap?: number; signal: AbortSignal },
) => Promise<readonly PodInside[]>;

/** Loads what it needs when it is first asked for something. */
export function createInsides(store: Store, clock: Clock, hostRoot: string | undefined): Insides {
	let watcher: Promise<InsideWatcher> | undefined;
	let wanted: InsideWatch | undefined;
	let closed = false;

	async function createWatcher(): Promise<InsideWatcher> {
		const { createInsideWatcher } = await import('./watch-inside.ts');
		return createInsideWatcher({ store, clock, ...(hostRoot !== undefined && { hostRoot }) });
	}

	function watch(next: InsideWatch | undefined): void {
		wanted = closed ? undefined : next;
		if (!watcher && !wanted) return;
		watcher ??= createWatcher();
		// while it is loaded something else may be asked for
		void watcher.then((loaded) => loaded.watch(wanted));
	}

	return {
		watch,
		read: (asked, options) => readTwice(selectInsideRequests(asked, store.get()), { ...options, clock, hostRoot }),
		close() {
			closed = true;
			watch(undefined);
		},
	};
}

type Reading = { gap?: number; signal: AbortSignal; clock: Clock; hostRoot: string | undefined };

async function readTwice(
	requests: readonly InsideRequest[],
	{ gap, signal, clock, hostRoot }: Reading,
): Promise<readonly PodInside[]> {
	const [{ readInsides }, { createCgroupRoot }] = await Promise.all([
		import('../adapters/proc/inside/read-inside.ts'),
		import('../adapters/proc/inside/cgroup-root.ts'),
	]);
	const options = {
		...(hostRoot !== undefined && { hostRoot }),
		...{ now: clock.now, signal, cgroups: createCgroupRoot(hostRoot) },
	};
	const first = await readInsides(requests, options);
	if (gap === undefined) return first;
	await clock.sleep(gap, signal);
	if (signal.aborted) return first;
	const before = new Map(first.map((inside) => [inside.podUid, inside]));
	const again = requests.map((request) => ({ ...request, previous: before.get(request.podUid) }));
	return readInsides(again, options);
}
