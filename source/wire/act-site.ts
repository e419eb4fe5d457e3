import type { RereadTarget } from '../adapters/proc/reread.ts';
import type { Clock } from '../core/clock.ts';
import type { Emit } from '../core/source.ts';
import type { Store } from '../store/create-store.ts';
import type { Runtime } from './runtimes.ts';
import type { Slots } from './slots.ts';

/** How long is waited while something is done. Milliseconds. */
export type ActTimes = {
	/** For what the runtime says about the target, before and after. */
	look: number;
	/** For the runtime's answer to the request, beyond the grace period. */
	answer: number;
	/** For the end of the target, beyond the grace period. */
	patience: number;
	/** For the runtime's answer, once the target has ended: an error in it (network tear-down) is worth telling. */
	settle: number;
	/** Between two looks at the target: they are for when no event comes. */
	lookEvery: number;
};

export const actTimes: ActTimes = { look: 5_000, answer: 10_000, patience: 15_000, settle: 2_000, lookEvery: 2_000 };

/** What it takes to carry actions out on one node. */
export type ActSite = {
	store: Pick<Store, 'get' | 'subscribe'>;
	emit: Emit;
	clock: Clock;
	findRuntime(name: string): Runtime | undefined;
	rereadProcess(target: RereadTarget): void;
	hostRoot?: string;
	slots: Slots;
	times: ActTimes;
	/** Aborts when pausetop is quit. */
	signal: AbortSignal;
};
