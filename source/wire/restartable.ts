import type { Source } from '../core/source.ts';

/** A source that can be told to connect and list anew. */
export type Restartable = Source & { restart(): void };

/** Wraps a source. A restart is no failure: nothing is said, and the next run begins at once. */
export function createRestartable(source: Source): Restartable {
	let current = new AbortController();
	return {
		name: source.name,
		restart: () => current.abort(),
		async run(emit, signal) {
			while (!signal.aborted) {
				const restart = new AbortController();
				current = restart;
				await source.run(emit, AbortSignal.any([signal, restart.signal]));
				if (!restart.signal.aborted) return;
			}
		},
	};
}
