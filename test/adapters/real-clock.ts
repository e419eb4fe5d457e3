import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../source/core/clock.ts';

/** The machine's clock. A test that uses it waits for what happens, never for a time to pass. */
export const realClock: Clock = {
	now: () => Date.now(),
	sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => {}),
};
