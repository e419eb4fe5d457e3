import type { Clock } from '../clock.ts';

/** Whether another event about the same object may be sent now. */
export type SpamFilter = (key: string) => boolean;

/** client-go's limits (tools/record EventSourceObjectSpamFilter): 25 at once, then one in five minutes. */
const burst = 25;
const refillEvery = 300_000;

export function createSpamFilter(clock: Clock): SpamFilter {
	const buckets = new Map<string, { tokens: number; at: number }>();
	return (key) => {
		const now = clock.now();
		const bucket = buckets.get(key) ?? { tokens: burst, at: now };
		const tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / refillEvery);
		buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
		return tokens >= 1;
	};
}
