import { type CgroupPath, parseCgroupPath } from '../../core/cgroup-path.ts';
import type { LinuxNamespaceKind, LinuxNamespaces } from '../../core/linux-namespace.ts';
import type { ContainerProcess } from '../../core/process.ts';
import { type ProcessLook, type ProcessRead, readContainerProcess } from './container-process.ts';
import { pickFirstProcess, readLivingStat } from './first-process.ts';
import type { PidIndex } from './pid-index.ts';
import { readProcFile } from './read-proc.ts';
import { isStill } from './scan.ts';

/** A container to look at again, with the pid of its first process where the caller knows it. */
export type RereadTarget = { containerId: string; pid?: number };

/** What is known, and what a re-read needs to renew it. `known` is changed by it. */
export type Knowledge = {
	procDir: string;
	index: PidIndex;
	look: ProcessLook;
	host: LinuxNamespaces;
	/** By container id. */
	known: Map<string, ProcessRead>;
	clock: () => number;
};

/** What a re-read found: `gone` have no living process. */
export type Reread = { processes: ContainerProcess[]; gone: string[] };

/** At most this often (milliseconds) an unknown container is worth reading every process's cgroup again. */
const completeEvery = 2_000;

/** Kinds whose number a process that died may have left to a new one: every container can have its own. */
const ownable: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'pid', 'uts', 'mnt'];

/**
 * Looks at these containers again, and at those that seem to share a namespace with what was found: an entry of a process
 * that has ended in the meantime is replaced or gone. What it returns after an abort is not complete.
 */
export async function rereadContainers(
	targets: readonly RereadTarget[],
	knowledge: Knowledge,
	signal: AbortSignal,
): Promise<Reread> {
	const hints = new Map(targets.map(({ containerId, pid }) => [containerId, pid]));
	await refreshIndex(hints, knowledge, signal);
	if (signal.aborted) return { processes: [], gone: [] };
	// from here to the end without giving way, so that all of it is one moment
	const touched = new Set<string>();
	let queue = [...hints.keys()];
	while (queue.length > 0) {
		for (const id of queue) {
			touched.add(id);
			const read = readDirectly(id, hints.get(id), knowledge) ?? readFromIndex(id, knowledge);
			if (read) knowledge.known.set(id, read);
			else knowledge.known.delete(id);
		}
		queue = findStale(touched, knowledge);
	}
	return summarize(touched, knowledge);
}

/** Finds new processes, if there is a target whose pid is not known or no longer right. */
async function refreshIndex(
	hints: ReadonlyMap<string, number | undefined>,
	knowledge: Knowledge,
	signal: AbortSignal,
): Promise<void> {
	const { index, known, clock } = knowledge;
	const unresolved = [...hints].filter(([id, pid]) => !findDirectly(id, pid, knowledge)).map(([id]) => id);
	if (unresolved.length === 0) return;
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
function findStale(touched: ReadonlySet<string>, { known, host, procDir }: Knowledge): string[] {
	const fresh = new Set([...touched].flatMap((id) => ownedNumbers(known.get(id), host)));
	return [...known]
		.filter(([, read]) => ownedNumbers(read, host).some((number) => fresh.has(number)))
		.filter(([, read]) => !isStill(procDir, read))
		.map(([id]) => id);
}

/** A namespace's number changes kind when it is given out again, so the kind does not count. */
function ownedNumbers(read: ProcessRead | undefined, host: LinuxNamespaces): number[] {
	return ownable.flatMap((kind) => {
		const inode = read?.process.linuxNamespaces[kind];
		return inode === undefined || inode === host[kind] ? [] : [inode];
	});
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
