import type { NodeState } from '../core/node-state.ts';
import type { ObservationOf } from '../core/observation.ts';

/** Takes in a look inside a pod, or forgets it. */
export function reduceInside(
	state: NodeState,
	observation: ObservationOf<'inside'> | ObservationOf<'inside-closed'>,
): NodeState {
	const { podUid } = observation;
	if (observation.kind === 'inside') return { ...state, inside: new Map(state.inside).set(podUid, observation.inside) };
	if (!state.inside.has(podUid)) return state;
	const inside = new Map(state.inside);
	inside.delete(podUid);
	return { ...state, inside };
}
