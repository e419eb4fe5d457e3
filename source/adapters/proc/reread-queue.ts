import type { RereadTarget } from './reread.ts';

/** What is to be looked at again, between those who ask and the loop that does it. */
export type RereadQueue = {
	/** Forgets what was asked for and takes requests from now on. */
	open(): void;
	/** Takes no more requests. */
	close(): void;
	/** Ignored while closed. */
	add(targets: readonly RereadTarget[]): void;
	/** Resolves with all that was asked for, as soon as there is something; with nothing when `signal` aborts first. */
	take(signal: AbortSignal): Promise<readonly RereadTarget[]>;
};

/** A closed queue. Only one may take from it at a time. */
export function createRereadQueue(): RereadQueue {
	let requests: RereadTarget[] | undefined;
	let wake = () => {};

	const somethingOrAbort = (signal: AbortSignal) =>
		new Promise<void>((resolve) => {
			wake = () => {
				signal.removeEventListener('abort', wake);
				resolve();
			};
			if (signal.aborted || requests?.length) wake();
			else signal.addEventListener('abort', wake, { once: true });
		});

	return {
		open() {
			requests = [];
		},
		close() {
			requests = undefined;
		},
		add(targets) {
			requests?.push(...targets);
			wake();
		},
		async take(signal) {
			await somethingOrAbort(signal);
			if (signal.aborted || !requests) return [];
			return requests.splice(0);
		},
	};
}
