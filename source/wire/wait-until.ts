import type { NodeState } from '../core/node-state.ts';
import type { Store } from '../store/create-store.ts';

/** Resolves when `holds` is true of the store's state, which it may be already, or when `signal` aborts. */
export function waitUntil(
	store: Pick<Store, 'get' | 'subscribe'>,
	holds: (state: NodeState) => boolean,
	signal: AbortSignal,
): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			unsubscribe();
			signal.removeEventListener('abort', end);
			resolve();
		};
		const look = () => {
			if (signal.aborted || holds(store.get())) end();
		};
		const unsubscribe = store.subscribe(look);
		signal.addEventListener('abort', end, { once: true });
		look();
	});
}
