import { setImmediate } from 'node:timers/promises';
import { type CgroupPath, parseCgroupPath } from '../../core/cgroup-path.ts';
import type { ContainerProcess } from '../../core/process.ts';
import { type ProcessLook, type ProcessRead, readContainerProcess } from './container-process.ts';
import { pickFirstProcess, readLivingStat } from './first-process.ts';
import type { KnownProcesses } from './known-processes.ts';
import type { PidIndex } from './pid-index.ts';
import { readProcFile } from './read-proc.ts';
import { isStill } from './scan.ts';
import { eachInSlices } from './slices.ts';

/** A container to look at again, with the pid of its first process where the caller knows it. */
export type RereadTarget = { containerId: string; pid?: number };

/** What is known, and what a re-read needs to renew it. `known` is changed by it. */
export type Knowledge = {
	procDir: string;
	index: PidIndex;
	look: ProcessLook;
	known: KnownProcesses;
	clock: () => number;
};

/** What was found in one moment: `gone` have no living process. */
export type Reread = { processes: ContainerProcess[]; gone: string[] };

/** At most this often (milliseconds) an unknown container is worth reading every process's cgroup again. */
const completeEvery = 2_000;

/** So many containers at most are read in one moment: about 200 reads, with those that share their namespaces 300. */
const slice = 16;
/** From so many milliseconds on it takes in no more of them. */
const longestReading = 2;
/** To find a process takes two reads. */
const findSlice = 75;

/**
 * Looks at these containers again, and at those that seem to share a namespace with what was found: an entry of a process
 * that has ended in the meantime is replaced or gone. Gives way to keys and frames, and has `tell` know what was found each time
 * before it does. Stops where `signal` aborts.
 *
 * Of two entries with one number, one was read first, and at some time after the other one was read it was asked whether it still
 * lives: then both had the number at that time. So what is known holds after each of these moments, whether the second entry was
 * read in the same moment or in a later one, and it is enough that a moment itself is not divided.
 */
export async function rereadContainers(
	targets: readonly RereadTarget[],
	knowledge: Knowledge,
	signal: AbortSignal,
	tell: (found: Reread) => void,
): Promise<void> {
	const hints = new Map(targets.map(({ containerId, pid }) => [containerId, pid]));
	await refreshIndex(hints, knowledge, signal);
	const ids = [...hints.keys()];
	for (let done = 0; done < ids.length && !signal.aborted; ) {
		if (done > 0) await setImmediate();
		if (signal.aborted) return;
		const moment = readMoment(ids.slice(done, done + slice), hints, knowledge);
		done += moment.count;
		tell(moment.found);
	}
}

type Hints = ReadonlyMap<string, number | undefined>;

/** Reads as many of these as there is time for, and whatever that puts in doubt. Without giving way. */
function readMoment(ids: readonly string[], hints: Hints, knowledge: Knowledge): { count: number; found: Reread } {
	const { known } = knowledge;
	const touched = new Set<string>();
	const began = performance.now();
	const renew = (id: string) => {
		touched.add(id);
		known.set(id, readDirectly(id, hints.get(id), knowledge) ?? readFromIndex(id, knowledge));
	};
	let count = 0;
	for (const id of ids) {
		renew(id);
		count++;
		if (performance.now() - began >= longestReading) break;
	}
	for (let stale = findStale(touched, knowledge); stale.length > 0; stale = findStale(touched, knowledge)) {
		stale.forEach(renew);
	}
	return { count, found: summarize(touched, knowledge) };
}

/** Finds new processes, if there is a target whose pid is not known or no longer right. */
async function refreshIndex(hints: Hints, knowledge: Knowledge, signal: AbortSignal): Promise<void> {
	const { index, known, clock } = knowledge;
	const unresolved: string[] = [];
	const find = ([id, pid]: readonly [string, number | undefined]) => {
		if (!findDirectly(id, pid, knowledge)) unresolved.push(id);
	};
	await eachInSlices([...hints], findSlice, signal, find);
	if (unresolved.length === 0 || signal.aborted) return;
	await index.refresh('new', signal);
	// a pid may have passed from one process to another between two listings; only reading all of them shows it
	const unknown = unresolved.some((id) => !known.has(id) && !index.container(id));
	if (unknown && clock() - (index.completeAt() ?? 0) >= completeEvery) await index.refresh('all', signal);
}

/** The process that the caller named, or that was known, if it is (still) in the container. */
function findDirectly(id: string, hint: number | undefined, { procDir, known }: Knowledge) {
	const entry = known.get(id);
	for (const pid of new Set([hint, entry?.process.pid])) {
		const stat = pid === undefined ? undefined : readLivingStat(procDir, pid);
		if (!stat) continue;
		const cgroup = readContainerOf(procDir, stat.pid);
		if (cgroup?.containerId === id) return { stat, cgroup };
	}
	return undefined;
}

function readDirectly(id: string, hint: number | undefined, knowledge: Knowledge): ProcessRead | undefined {
	const found = findDirectly(id, hint, knowledge);
	return found && readContainerProcess(knowledge.procDir, found.stat, found.cgroup, knowledge.look);
}

function readFromIndex(id: string, { procDir, index, look }: Knowledge): ProcessRead | undefined {
	const container = index.container(id);
	// the index is as old as its last refresh: meanwhile a pid may have become another container's
	const pids = container?.pids.filter((pid) => readContainerOf(procDir, pid)?.containerId === id);
	const stat = pids && pickFirstProcess(procDir, pids);
	return stat && readContainerProcess(procDir, stat, { containerId: id, podUid: container?.podUid }, look);
}

function readContainerOf(procDir: string, pid: number): CgroupPath | undefined {
	return parseCgroupPath(readProcFile(`${procDir}/${pid}/cgroup`).text ?? '');
}

/** Known containers whose process is another one by now, among those with a namespace number of a touched container. */
function findStale(touched: ReadonlySet<string>, { known, procDir }: Knowledge): string[] {
	const sharers = new Set<string>();
	for (const id of touched) for (const sharer of known.sharersOf(id)) sharers.add(sharer);
	return [...sharers].filter((id) => !isStill(procDir, known.get(id)));
}

function summarize(touched: ReadonlySet<string>, { known }: Knowledge): Reread {
	const reread: Reread = { processes: [], gone: [] };
	for (const id of touched) {
		const read = known.get(id);
		if (read) reread.processes.push(read.process);
		else reread.gone.push(id);
	}
	return reread;
}
