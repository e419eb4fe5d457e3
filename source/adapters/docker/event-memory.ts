import { selectEventNanoseconds } from '../../core/docker-event.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';
import { createRecentKeys } from '../recent-keys.ts';

/**
 * How far the events have been read, and what was known then. It outlives a connection, so that a new one goes on where the
 * last one broke off.
 */
export type EventMemory = {
	/** For `GET /events?since=`: `SECONDS.NANOSECONDS`. */
	since(now: number): string;
	/** Takes note of an event's time. */
	note(wire: unknown): void;
	/** Whether this event was not seen before. */
	isNew(key: string): boolean;
	/** All containers as they were when the last connection ended; undefined before that. */
	recordsBefore(): readonly RuntimeRecord[] | undefined;
	/** To be called when a connection that has listed ends. */
	keepRecords(records: readonly RuntimeRecord[]): void;
};

/** Events of the same moment can arrive out of order: this much is read once more. */
const overlap = 1_000_000_000n;
const rememberedKeys = 4_096;

/** `from`: the events wanted first of all, milliseconds since the epoch; those after the first connection unless given. */
export function createEventMemory(from?: number): EventMemory {
	let newest: bigint | undefined;
	let startedAt = from;
	let records: readonly RuntimeRecord[] | undefined;
	return {
		since(now) {
			// asked for from the start on, even the first time: the daemon answers before it has subscribed us
			startedAt ??= now;
			return formatSince(newest === undefined ? BigInt(Math.trunc(startedAt)) * 1_000_000n : newest - overlap);
		},
		note(wire) {
			const nanoseconds = BigInt(selectEventNanoseconds(wire) ?? 0);
			if (newest === undefined ? nanoseconds > 0n : nanoseconds > newest) newest = nanoseconds;
		},
		isNew: createRecentKeys(rememberedKeys),
		recordsBefore: () => records,
		keepRecords(known) {
			records = known;
		},
	};
}

function formatSince(nanoseconds: bigint): string {
	return `${nanoseconds / 1_000_000_000n}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`;
}
