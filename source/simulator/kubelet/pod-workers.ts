import type { Random } from '../random.ts';
import type { ScopedClock } from '../scoped-clock.ts';
import { timings } from '../timings.ts';

/** One pod is worked on by one worker at a time, and only with news from the runtime that is newer than its last work. */
export type PodWorkers = {
	/** Something happened to the pod. */
	poke(uid: string): void;
	/** The runtime has been looked at. */
	refreshed(): void;
	/** Time to see whose next try is due. */
	tick(): void;
	forget(uid: string): void;
};

type Worker = { busy: boolean; waiting: boolean; endedAt: number; retryAt?: number };

type Parts = {
	clock: ScopedClock;
	random: Random;
	/** Resolves to false when it is to be tried again. */
	work(uid: string): Promise<boolean>;
	/** Whether the work need not wait for a look at the runtime. */
	isUrgent(uid: string): boolean;
};

export function createPodWorkers({ clock, random, work, isUrgent }: Parts): PodWorkers {
	const workers = new Map<string, Worker>();
	const waiting = new Set<string>();
	let refreshedAt = clock.now();

	const run = async (uid: string, worker: Worker) => {
		worker.busy = true;
		worker.waiting = false;
		worker.retryAt = undefined;
		waiting.delete(uid);
		const ok = await work(uid).catch(() => false);
		worker.busy = false;
		worker.endedAt = clock.now();
		if (!ok) worker.retryAt = clock.now() + timings.syncBackOff * (1 + random.next() / 2);
		if (worker.waiting) consider(uid, worker);
	};

	const consider = (uid: string, worker: Worker) => {
		worker.waiting = true;
		if (worker.busy) return;
		if (worker.endedAt < refreshedAt || isUrgent(uid)) void run(uid, worker);
		else waiting.add(uid);
	};

	return {
		poke(uid) {
			const worker = workers.get(uid) ?? { busy: false, waiting: false, endedAt: Number.NEGATIVE_INFINITY };
			workers.set(uid, worker);
			consider(uid, worker);
		},
		refreshed() {
			refreshedAt = clock.now();
			for (const uid of [...waiting]) {
				const worker = workers.get(uid);
				if (worker !== undefined) consider(uid, worker);
			}
		},
		tick() {
			for (const [uid, worker] of workers) {
				if (worker.retryAt !== undefined && worker.retryAt <= clock.now()) consider(uid, worker);
			}
		},
		forget(uid) {
			workers.delete(uid);
			waiting.delete(uid);
		},
	};
}
