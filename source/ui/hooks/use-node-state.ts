import { useCallback, useSyncExternalStore } from 'react';
import type { NodeState } from '../../core/node-state.ts';
import type { Store } from '../../store/create-store.ts';
import type { Pace } from '../canvas/create-pace.ts';

/** The node as the store knows it, kept as current as there are frames to show it. */
export function useNodeState(store: Pick<Store, 'get' | 'subscribe'>, pace: Pace): NodeState {
	const subscribe = useCallback((draw: () => void) => store.subscribe(() => pace.soon(draw)), [store, pace]);
	return useSyncExternalStore(subscribe, store.get, store.get);
}
