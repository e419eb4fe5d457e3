import type { Clock } from '../clock.ts';

/** Growing waits by key: 10 s, 20 s … 300 s; forgotten after ten minutes without trouble (client-go flowcontrol.Backoff). */
export type BackOff = {
	/** Whether less than the current wait has passed since `since` (milliseconds since the epoch). */
	isWaiting(key: string, since: number): boolean;
	/** Makes the next wait longer. */
	increase(key: string, since: number): void;
	/** The current wait in milliseconds; 0 when there is none. */
	current(key: string): number;
	/** When the wait was last made longer. */
	increasedAt(key: string): number | undefined;
};

const first = 10_000;
const longest = 300_000;

export function createBackOff(clock: Clock): BackOff {
	const entries = new Map<string, { wait: number; updatedAt: number }>();
	const find = (key: string, since: number) => {
		const entry = entries.get(key);
		return entry === undefined || since - entry.updatedAt > longest * 2 ? undefined : entry;
	};
	return {
		isWaiting(key, since) {
			const entry = find(key, since);
			return entry !== undefined && clock.now() - since < entry.wait;
		},
		increase(key, since) {
			const entry = find(key, since);
			const wait = entry === undefined ? first : Math.min(entry.wait * 2, longest);
			entries.set(key, { wait, updatedAt: clock.now() });
		},
		current: (key) => entries.get(key)?.wait ?? 0,
		increasedAt: (key) => entries.get(key)?.updatedAt,
	};
}

/** As Go prints durations: `40s`, `1m20s`, `5m0s`. */
export function formatGoDuration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
