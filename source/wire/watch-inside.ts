import { type CgroupRoot, createCgroupRoot } from '../adapters/proc/inside/cgroup-root.ts';
import { readInsides } from '../adapters/proc/inside/read-inside.ts';
import type { Clock } from '../core/clock.ts';
import type { InsideRequest } from '../core/inside/inside-request.ts';
import type { PodInside } from '../core/inside/pod-inside.ts';
import { SourceError } from '../core/source.ts';
import type { Store } from '../store/create-store.ts';
import { type InsideWatch, isEmptyWatch, selectInsideRequests } from './inside-requests.ts';

/** Looks inside pods for as long as somebody wants to see it. */
export type InsideWatcher = {
	/**
	 * What is wanted from now on; `undefined` (or nothing in it): stop. Asking for the same again changes nothing, so it may be called
	 * whenever the screen changes. What was read stands in the state's `inside`.
	 */
	watch(wanted: InsideWatch | undefined): void;
	/** Stops for good. */
	close(): void;
};

export type InsideWatcherOptions = {
	store: Store;
	clock: Clock;
	hostRoot?: string;
	/** Milliseconds between readings while nothing happens. */
	every?: number;
	/** Reads; the real /proc unless a test says otherwise. */
	read?: (requests: readonly InsideRequest[], signal: AbortSignal) => Promise<PodInside[]>;
};

const source = 'proc';

/** At most this often (milliseconds) is a change in the node worth a reading of its own. */
const shortest = 250;

/** Reads at once when something is asked for, then every two seconds, and as soon as a watched pod's containers change. */
export function createInsideWatcher(options: InsideWatcherOptions): InsideWatcher {
	const { store, clock, hostRoot, every = 2_000 } = options;
	const cgroups = createCgroupRoot(hostRoot);
	const read = options.read ?? createReader(clock, cgroups, hostRoot);
	let wanted: InsideWatch = {};
	let running: AbortController | undefined;

	async function run(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const requests = selectInsideRequests(wanted, store.get());
			closeOthers(store, clock, requests);
			const insides = await read(requests, signal).catch((error: unknown) => failAll(requests, error, clock));
			if (signal.aborted) return;
			for (const inside of insides) {
				store.dispatch({ at: clock.now(), source, kind: 'inside', podUid: inside.podUid, inside });
			}
			const began = clock.now();
			await waitForChange(store, wanted, describe(requests), (over) => clock.sleep(every, over), signal);
			// a restart is many changes in a moment
			const tooEarly = shortest - (clock.now() - began);
			if (tooEarly > 0) await clock.sleep(tooEarly, signal);
		}
	}

	function watch(next: InsideWatch | undefined): void {
		const asked = next ?? {};
		if (JSON.stringify(asked) === JSON.stringify(wanted)) return;
		wanted = asked;
		running?.abort();
		running = undefined;
		if (isEmptyWatch(asked)) {
			closeOthers(store, clock, []);
			return;
		}
		running = new AbortController();
		void run(running.signal);
	}
	return { watch, close: () => watch(undefined) };
}

function createReader(clock: Clock, cgroups: CgroupRoot, hostRoot: string | undefined) {
	return (requests: readonly InsideRequest[], signal: AbortSignal) =>
		readInsides(requests, { ...(hostRoot !== undefined && { hostRoot }), now: clock.now, signal, cgroups });
}

/** Forgets what is no longer watched. */
function closeOthers(store: Store, clock: Clock, requests: readonly InsideRequest[]): void {
	const kept = new Set(requests.map(({ podUid }) => podUid));
	for (const podUid of store.get().inside.keys()) {
		if (!kept.has(podUid)) store.dispatch({ at: clock.now(), source, kind: 'inside-closed', podUid });
	}
}

/** Without /proc nothing can be read; the screen says why in the place of what it would show. */
function failAll(requests: readonly InsideRequest[], error: unknown, clock: Clock): PodInside[] {
	const detail = error instanceof Error ? error.message : String(error);
	const remedy = error instanceof SourceError ? error.remedy : undefined;
	const problem = { about: 'processes' as const, detail, ...(remedy !== undefined && { remedy }) };
	return requests.map(({ podUid }) => ({ podUid, readAt: clock.now(), problems: [problem] }));
}

/** Resolves when the pods' containers are no longer those that were described, when `sleep` is over, or on abort. */
async function waitForChange(
	store: Store,
	wanted: InsideWatch,
	before: string,
	sleep: (signal: AbortSignal) => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	const changed = new AbortController();
	const look = () => {
		if (describe(selectInsideRequests(wanted, store.get())) !== before) changed.abort();
	};
	const unsubscribe = store.subscribe(look);
	// it may have changed while it was read
	look();
	try {
		await sleep(AbortSignal.any([signal, changed.signal]));
	} finally {
		unsubscribe();
	}
}

/** Which pods and containers are read. */
function describe(requests: readonly InsideRequest[]): string {
	return JSON.stringify(requests.map(({ podUid, containers, podIps }) => [podUid, containers, podIps]));
}
