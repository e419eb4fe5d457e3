import type { Emit, Source } from '../core/source.ts';

/** A source that watches, done after its first listing and the health that comes with it. */
export function createOnce(source: Source): Source {
	return {
		name: source.name,
		run(emit, signal) {
			const enough = new AbortController();
			const heard = new Set<string>();
			const listen: Emit = (observation) => {
				emit(observation);
				heard.add(observation.kind === 'health' ? 'health' : 'listing');
				if (heard.size === 2) enough.abort();
			};
			return source.run(listen, AbortSignal.any([signal, enough.signal]));
		},
	};
}
