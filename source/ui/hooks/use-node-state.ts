import { useCallback, useSyncExternalStore } from 'react';
import type { NodeState } from '../../core/node-state.ts';
import type { Store } from '../../store/create-store.ts';
import type { Pace } from '../canvas/create-pace.ts';
import type { RedrawNeed } from '../state/create-redraw-need.ts';

/** The node as the store knows it, kept as current as there are frames to show it, and as `need` says that they would show something. */
export function useNodeState(
	store: Pick<Store, 'get' | 'subscribe'>,
	pace: Pace,
	need: Pick<RedrawNeed, 'isNeeded'>,
): NodeState {
	const subscribe = useCallback(
		(draw: () => void) =>
			store.subscribe(() => {
				if (need.isNeeded(store.get())) pace.soon(draw);
			}),
		[store, pace, need],
	);
	return useSyncExternalStore(subscribe, store.get, store.get);
}
