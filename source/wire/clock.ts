import type { Clock } from '../core/clock.ts';

/** The real time. */
export function createClock(): Clock {
	return {
		now: () => Date.now(),
		sleep: (milliseconds, signal) =>
			new Promise((resolve) => {
				if (signal.aborted) return resolve();
				const wake = () => {
					clearTimeout(timer);
					signal.removeEventListener('abort', wake);
					resolve();
				};
				const timer = setTimeout(wake, milliseconds);
				signal.addEventListener('abort', wake, { once: true });
			}),
	};
}
