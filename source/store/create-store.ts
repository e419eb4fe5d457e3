import type { NodeState } from '../core/node-state.ts';
import type { Observation } from '../core/observation.ts';
import { emptyState, reduce } from './reduce.ts';

/** Holds what has been observed. The one place that changes. */
export type Store = {
	/** The state now. Immutable: compare by identity. */
	get(): NodeState;
	/** Calls `listener` after changes, at most once per microtask however many observations came. Returns how to stop. */
	subscribe(listener: () => void): () => void;
	/** Takes an observation in. Synchronous: `get` shows it at once. */
	dispatch(observation: Observation): void;
};

/** @param step `reducePresent`: without the past */
export function createStore(initial: NodeState = emptyState, step: typeof reduce = reduce): Store {
	let state = initial;
	let announced = false;
	const listeners = new Set<() => void>();

	const announce = () => {
		announced = false;
		for (const listener of [...listeners]) listener();
	};

	return {
		get: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispatch(observation) {
			const next = step(state, observation);
			if (next === state) return;
			state = next;
			if (announced) return;
			announced = true;
			queueMicrotask(announce);
		},
	};
}
