import type { Clock } from '../core/clock.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';

export type RecordBatch = {
	add(record: RuntimeRecord): void;
	addGone(id: string): void;
	/** Hands on what was gathered, if anything. */
	flush(): void;
};

/** Milliseconds; an answer waits no longer than this for its neighbours. */
const longestWait = 100;

/** Gathers what is read one by one, so that the statuses of 400 containers do not redraw the screen 400 times. */
export function createRecordBatch({
	clock,
	signal,
	emit,
}: {
	clock: Clock;
	signal: AbortSignal;
	emit(records: readonly RuntimeRecord[], gone: readonly string[]): void;
}): RecordBatch {
	/** By id; undefined for one that is gone. */
	const gathered = new Map<string, RuntimeRecord | undefined>();
	let timed = false;

	const flush = () => {
		if (signal.aborted || gathered.size === 0) return;
		const records = [...gathered.values()].filter((record) => record !== undefined);
		const gone = [...gathered.keys()].filter((id) => gathered.get(id) === undefined);
		gathered.clear();
		emit(records, gone);
	};
	const gather = async (id: string, record: RuntimeRecord | undefined) => {
		gathered.set(id, record);
		if (timed) return;
		timed = true;
		await clock.sleep(longestWait, signal);
		timed = false;
		flush();
	};

	return {
		add: (record) => void gather(record.id, record),
		addGone: (id) => void gather(id, undefined),
		flush,
	};
}
