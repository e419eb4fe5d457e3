import type { RuntimeRecord } from '../../core/runtime-record.ts';
import { createRecentKeys } from '../recent-keys.ts';

/** What the timeline has been told so far. It outlives a connection, so that nothing is told twice and no gap is left. */
export type EventMemory = {
	/** Whether this event was not told before. */
	isNew(key: string): boolean;
	/** The records as the timeline last heard of them; undefined before the first listing. */
	told?: Map<string, RuntimeRecord>;
	/** When the last listing was taken, milliseconds since the epoch. */
	listedAt?: number;
};

const rememberedKeys = 8_192;

export function createEventMemory(): EventMemory {
	return {
		isNew: createRecentKeys(rememberedKeys),
	};
}
