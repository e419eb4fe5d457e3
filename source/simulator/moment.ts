import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** A moment: milliseconds for reckoning, RFC 3339 with nanoseconds as runtimes print it. */
export type Moment = { at: number; text: string };

/** Now, with nanoseconds made up below the millisecond. */
export function createMoment({ clock, random }: { clock: Clock; random: Random }): Moment {
	const at = clock.now();
	const nanoseconds = String(random.between(1, 999_999)).padStart(6, '0');
	return { at, text: new Date(at).toISOString().replace('Z', `${nanoseconds}Z`) };
}
