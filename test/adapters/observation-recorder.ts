import type { Observation, ObservationOf } from '../../source/core/observation.ts';
import type { Emit } from '../../source/core/source.ts';

export type ObservationRecorder = {
	emit: Emit;
	/** All that was emitted so far, in order. */
	observations: readonly Observation[];
	/** Those of one kind, in order. */
	ofKind<K extends Observation['kind']>(kind: K): ObservationOf<K>[];
	/** The first observation, past or future, that fits. Never times out by itself: the test does. */
	waitFor(fits: (observation: Observation) => boolean): Promise<Observation>;
	/** Resolves as soon as `holds` is true; asked again after each observation. */
	until(holds: () => boolean): Promise<void>;
};

/** Keeps what a source emits, and lets a test wait for it without polling. */
export function createObservationRecorder(): ObservationRecorder {
	const observations: Observation[] = [];
	const waiting = new Set<() => void>();
	const until = (holds: () => boolean) =>
		new Promise<void>((resolve) => {
			const check = () => {
				if (!holds()) return;
				waiting.delete(check);
				resolve();
			};
			waiting.add(check);
			check();
		});
	return {
		observations,
		emit(observation) {
			observations.push(observation);
			for (const check of [...waiting]) check();
		},
		ofKind: <K extends Observation['kind']>(kind: K) =>
			observations.filter((observation): observation is ObservationOf<K> => observation.kind === kind),
		async waitFor(fits) {
			await until(() => observations.some(fits));
			return observations.find(fits) as Observation;
		},
		until,
	};
}
