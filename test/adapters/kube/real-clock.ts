import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../source/core/clock.ts';

/** The machine's own clock. */
export const realClock: Clock = {
	now: () => Date.now(),
	sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => {}),
};
