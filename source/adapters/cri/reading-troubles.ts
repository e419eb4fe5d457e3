import type { RecordTable } from './record-table.ts';

export type ReadingTrouble = { detail: string; remedy: string };

/** Keeps in mind which statuses did not come, and whether the runtime's own part of those that came can be read. */
export type ReadingTroubles = {
	noteFailure(id: string, reason: string): void;
	noteAnswer(id: string, readable: boolean): void;
	/** It is no longer there and has nothing to answer for. */
	forget(id: string): void;
	describe(table: Pick<RecordTable, 'get' | 'records'>): ReadingTrouble | undefined;
};

export function createReadingTroubles(runtime: string): ReadingTroubles {
	const failures = new Map<string, string>();
	let isReadable = false;
	const unreadable = new Set<string>();
	/** dockershim (1.20) has no verbose part at all, cri-dockerd only for containers. */
	const isMute = runtime === 'docker';
	return {
		noteFailure: (id, reason) => void failures.set(id, reason),
		noteAnswer(id, readable) {
			failures.delete(id);
			if (readable) isReadable = true;
			else if (!isMute) unreadable.add(id);
		},
		forget(id) {
			failures.delete(id);
			unreadable.delete(id);
		},
		describe(table) {
			for (const id of failures.keys()) if (!table.get(id)) failures.delete(id);
			if (failures.size > 0) return describeFailures(failures, table);
			// one of them is just not known; all of them mean that this runtime is a stranger
			if (isReadable || unreadable.size === 0) return undefined;
			if (!table.records().every(({ id }) => unreadable.has(id))) return undefined;
			return {
				detail: `${runtime} tells no pids: nothing in the verbose part of its answers can be read`,
				remedy: 'pids are those of the processes in /proc; see what it answers: crictl inspectp ID',
			};
		},
	};
}

function describeFailures(failures: ReadonlyMap<string, string>, table: Pick<RecordTable, 'get'>): ReadingTrouble {
	const [id, reason] = [...failures][0] ?? ['', ''];
	const record = table.get(id);
	const name = record?.name || id.slice(0, 12);
	const others = failures.size > 1 ? ` and ${failures.size - 1} more` : '';
	const command = record?.metadata?.role === 'sandbox' ? 'crictl inspectp' : 'crictl inspect';
	return { detail: `the status of ${name}${others} is missing: ${reason}`, remedy: `${command} ${id.slice(0, 13)}` };
}
