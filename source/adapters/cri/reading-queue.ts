import type { Clock } from '../../core/clock.ts';

export type ReadingQueue = {
	/** To be read when the urgent ones are done. */
	add(ids: Iterable<string>): void;
	/** To be read next; once more afterwards if it is being read right now, as that answer may be older. */
	addUrgent(id: string): void;
	/** Resolves when nothing is waiting or under way. */
	idle(): Promise<void>;
};

/** Milliseconds after which a reading no longer keeps others from starting: one that hangs must not hold up the rest. */
const patience = 250;
/** Even of those that hang no more are under way at a time. */
const mostUnderWay = 64;

/** Reads at most `concurrency` things at a time, slow ones not counted, each once however often it was asked for. */
export function createReadingQueue({
	concurrency,
	clock,
	read,
}: {
	concurrency: number;
	clock: Clock;
	/** Must not reject. */
	read(id: string): Promise<void>;
}): ReadingQueue {
	const urgent = new Set<string>();
	const waiting = new Set<string>();
	const underWay = new Set<string>();
	let busy = 0;
	/** What all wait for who ask meanwhile: in a storm thousands do. */
	let idle: PromiseWithResolvers<void> | undefined;

	const selectNext = () => firstOutside(urgent, underWay) ?? firstOutside(waiting, underWay);
	const work = async (id: string) => {
		const finished = new AbortController();
		const reading = read(id).finally(() => finished.abort());
		await clock.sleep(patience, finished.signal);
		busy--;
		pump();
		await reading;
		underWay.delete(id);
		pump();
	};
	const pump = () => {
		while (busy < concurrency && underWay.size < mostUnderWay) {
			const id = selectNext();
			if (id === undefined) break;
			urgent.delete(id);
			waiting.delete(id);
			underWay.add(id);
			busy++;
			void work(id);
		}
		if (underWay.size + urgent.size + waiting.size > 0) return;
		idle?.resolve();
		idle = undefined;
	};

	return {
		add(ids) {
			for (const id of ids) if (!underWay.has(id)) waiting.add(id);
			pump();
		},
		addUrgent(id) {
			urgent.add(id);
			pump();
		},
		idle() {
			idle ??= Promise.withResolvers();
			const { promise } = idle;
			pump();
			return promise;
		},
	};
}

function firstOutside(ids: ReadonlySet<string>, excluded: ReadonlySet<string>): string | undefined {
	for (const id of ids) if (!excluded.has(id)) return id;
	return undefined;
}
