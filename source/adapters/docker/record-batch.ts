import type { Clock } from '../../core/clock.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';

export type RecordBatch = {
	add(record: RuntimeRecord): void;
	addGone(id: string): void;
	/** Hands on what was gathered, if anything. */
	flush(): void;
};

/** Milliseconds; an answer waits no longer than this for its neighbours. */
const longestWait = 100;

/** Gathers re-read records, so that inspecting 400 containers does not redraw the screen 400 times. */
export function createRecordBatch({
	clock,
	signal,
	emit,
}: {
	clock: Clock;
	signal: AbortSignal;
	emit(records: readonly RuntimeRecord[], gone: readonly string[]): void;
}): RecordBatch {
	const records = new Map<string, RuntimeRecord>();
	const gone = new Set<string>();
	let timed = false;

	const flush = () => {
		if (signal.aborted || records.size + gone.size === 0) return;
		const batch: [RuntimeRecord[], string[]] = [[...records.values()], [...gone]];
		records.clear();
		gone.clear();
		emit(...batch);
	};
	const flushLater = async () => {
		if (timed) return;
		timed = true;
		await clock.sleep(longestWait, signal);
		timed = false;
		flush();
	};

	return {
		add(record) {
			gone.delete(record.id);
			records.set(record.id, record);
			void flushLater();
		},
		addGone(id) {
			records.delete(id);
			gone.add(id);
			void flushLater();
		},
		flush,
	};
}
