import type { ProcessLook, ProcessRead } from './container-process.ts';
import { type ContainerEntry, readFirstProcess } from './read-first-process.ts';

/** Containers that two threads read together: each takes the next few that nobody has taken, until none is left. */
export type Share = {
	procDir: string;
	look: ProcessLook;
	containers: readonly ContainerEntry[];
	/** How many are taken, as one Int32. */
	taken: SharedArrayBuffer;
};

/** What one of them has read. */
export type SharePart = {
	/** Of how many containers. */
	count: number;
	found: readonly ProcessRead[];
};

/** How many are taken at a time: a millisecond's work at most. */
const portion = 16;

/** Takes and reads until none is left. */
export function readShare({ procDir, look, containers, taken }: Share): SharePart {
	const counter = new Int32Array(taken);
	const found: ProcessRead[] = [];
	let count = 0;
	while (true) {
		const start = Atomics.add(counter, 0, portion);
		const entries = containers.slice(start, start + portion);
		if (entries.length === 0) return { count, found };
		found.push(...entries.flatMap((entry) => readFirstProcess(procDir, entry, look) ?? []));
		count += entries.length;
	}
}
