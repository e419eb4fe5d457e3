import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/create-store.ts';
import type { Runtime } from './runtimes.ts';
import { readRuntimeFactsOnce, watchRuntimeFacts } from './watch-runtime-facts.ts';
import { readSurvey, watchSurvey } from './watch-survey.ts';

/** What findings are made of besides listings and events: looks over the node, and how its runtimes are set up. */
export type FindingSources = { store: Store; clock: Clock; hostRoot?: string };

/** Reads and reads again, until `signal` aborts. Never rejects. */
export async function watchFindingSources(
	sources: FindingSources,
	runtimes: Promise<readonly Runtime[]>,
	signal: AbortSignal,
): Promise<void> {
	const { store, clock } = sources;
	// why none was found is told by whoever looked for them
	const found = runtimes.catch(() => []);
	await Promise.all([
		watchSurvey(sources, signal),
		found.then((list) => Promise.all(list.map((runtime) => watchRuntimeFacts({ store, clock, runtime }, signal)))),
	]);
}

/** Reads all of it once, after the listings, for commands that print and exit. Never rejects. */
export async function readFindingSources(
	{ store, clock, hostRoot }: FindingSources,
	runtimes: readonly Runtime[],
	signal: AbortSignal,
): Promise<void> {
	const survey = async () => {
		const read = await readSurvey(store.get(), { hostRoot, now: clock.now, signal }).catch(() => undefined);
		if (read && !signal.aborted) store.dispatch({ at: clock.now(), source: 'proc', kind: 'survey', survey: read });
	};
	await Promise.all([survey(), ...runtimes.map((runtime) => readRuntimeFactsOnce({ store, clock, runtime }, signal))]);
}
