import type { NodeState } from '../core/node-state.ts';
import type { Store } from '../store/create-store.ts';

/** Resolves with true once the state is so, with false when `signal` aborts before. Looks at once and after each change. */
export function waitForState(
	store: Pick<Store, 'get' | 'subscribe'>,
	isSo: (state: NodeState) => boolean,
	signal: AbortSignal,
): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const end = (result: boolean) => {
			unsubscribe();
			signal.removeEventListener('abort', giveUp);
			resolve(result);
		};
		const giveUp = () => end(false);
		const look = () => {
			try {
				if (isSo(store.get())) end(true);
			} catch (error) {
				unsubscribe();
				reject(error);
			}
		};
		const unsubscribe = store.subscribe(look);
		signal.addEventListener('abort', giveUp);
		if (signal.aborted) giveUp();
		else look();
	});
}
