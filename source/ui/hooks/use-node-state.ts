import { useSyncExternalStore } from 'react';
import type { NodeState } from '../../core/node-state.ts';
import type { Store } from '../../store/create-store.ts';

/** The node as the store knows it, kept current. */
export function useNodeState(store: Pick<Store, 'get' | 'subscribe'>): NodeState {
	return useSyncExternalStore(store.subscribe, store.get, store.get);
}
