import type { Clock } from '../core/clock.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Store } from '../store/create-store.ts';
import type { Runtime } from './runtimes.ts';
import { waitUntil } from './wait-until.ts';

export type RuntimeFactsWatchOptions = {
	store: Store;
	clock: Clock;
	runtime: Pick<Runtime, 'name' | 'readFacts' | 'followImages'>;
};

/** All in milliseconds. Events tell of images as a rule; what is wrong is looked at more often, so that its end is not missed. */
const [every, whileMissing] = [600_000, 30_000];
/** After the first listing the screen has other things to do at first; and images come and go by many events. */
const settling = 1_000;

/**
 * Has the store know what a runtime is set up with, for as long as `signal` lets it: read once it has answered, again when images came or
 * went, when it has come back, and every ten minutes. What it does not answer stays as it was.
 */
export async function watchRuntimeFacts(options: RuntimeFactsWatchOptions, signal: AbortSignal): Promise<void> {
	const { store, clock, runtime } = options;
	const { name } = runtime;
	let isFollowing = false;
	let ring = () => {};
	const follow = async () => {
		if (isFollowing) return;
		isFollowing = true;
		// where images cannot be followed, reading now and then is all there is; it is tried again before each
		await runtime.followImages(() => ring(), signal).catch(() => undefined);
		isFollowing = false;
	};
	while (!signal.aborted) {
		await waitUntil(store, (state) => findLiveSince(state, name) !== undefined, signal);
		await clock.sleep(settling, signal);
		if (signal.aborted) return;
		const liveSince = findLiveSince(store.get(), name);
		const bell = new AbortController();
		ring = () => bell.abort();
		void follow();
		await readRuntimeFactsOnce(options, signal);
		const isMissing = store.get().runtimeFacts.get(name)?.pauseImage?.present === false;
		const hasChanged = (state: NodeState) => findLiveSince(state, name) !== liveSince;
		const over = AbortSignal.any([signal, bell.signal]);
		await sleepUntil(store, hasChanged, (end) => clock.sleep(isMissing ? whileMissing : every, end), over);
	}
}

/** Reads once, for commands that print and exit. Never rejects: a runtime that does not answer is told by its health. */
export async function readRuntimeFactsOnce(
	{ store, clock, runtime }: RuntimeFactsWatchOptions,
	signal: AbortSignal,
): Promise<void> {
	const facts = await runtime.readFacts(signal).catch(() => undefined);
	if (facts && !signal.aborted) store.dispatch({ at: clock.now(), source: runtime.name, kind: 'runtime-facts', facts });
}

/** Since when the runtime has been answering; undefined while it does not. */
function findLiveSince({ sources }: NodeState, name: string): number | undefined {
	const status = sources.get(name);
	return status?.health === 'live' || status?.health === 'degraded' ? status.since : undefined;
}

/** Resolves when `sleep` is over, `holds` is true after a change, or on abort. */
async function sleepUntil(
	store: Store,
	holds: (state: NodeState) => boolean,
	sleep: (signal: AbortSignal) => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	const end = new AbortController();
	const over = AbortSignal.any([signal, end.signal]);
	await Promise.race([waitUntil(store, holds, over), sleep(over)]);
	end.abort();
}
