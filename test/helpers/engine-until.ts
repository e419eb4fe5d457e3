import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer that is not undefined. An error counts as no answer yet; after `seconds`
 * it rejects with `what` and the last error.
 */
export async function until<T>(
	what: string,
	seconds: number,
	ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const end = performance.now() + seconds * 1000;
	for (;;) {
		let lastError: unknown;
		try {
			const answer = await ask();
			if (answer !== undefined) return answer;
		} catch (error) {
			lastError = error;
		}
		if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: lastError });
		await wait(100);
	}
}
