/** Turned by hand: `pass` lets time go by, and resolves when all that follows from it has happened. */
export function createHandClock() {
	let now = 1_000;
	const sleepers = new Set<{ until: number; wake: () => void }>();
	return {
		now: () => now,
		sleep: (milliseconds: number, signal: AbortSignal) =>
			new Promise<void>((resolve) => {
				const sleeper = { until: now + milliseconds, wake: resolve };
				const end = () => {
					sleepers.delete(sleeper);
					resolve();
				};
				if (signal.aborted) return end();
				sleepers.add(sleeper);
				signal.addEventListener('abort', end, { once: true });
			}),
		sleeping: () => sleepers.size,
		async pass(milliseconds: number) {
			now += milliseconds;
			for (const sleeper of sleepers) {
				if (sleeper.until > now) continue;
				sleepers.delete(sleeper);
				sleeper.wake();
			}
			await settle();
		},
	};
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
