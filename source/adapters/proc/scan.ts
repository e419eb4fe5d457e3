import type { SourceHealth } from '../../core/health.ts';
import type { LinuxNamespaces } from '../../core/linux-namespace.ts';
import { parseBootTime } from '../../core/proc-boot-time.ts';
import { parseNamespaceLink } from '../../core/proc-namespace-link.ts';
import type { BootClock, ProcessLook, ProcessRead } from './container-process.ts';
import { isLiving } from './first-process.ts';
import { describeVisibility } from './health.ts';
import { hasNodeProgram, isNested, readHostNamespaces } from './host.ts';
import type { PidIndex } from './pid-index.ts';
import { type ContainerEntry, readFirstProcess } from './read-first-process.ts';
import { readProcFile, readProcLink } from './read-proc.ts';
import { eachInSlices } from './slices.ts';

/** The whole of /proc at one moment. */
export type Scan = {
	host: LinuxNamespaces;
	/** By container id. */
	processes: Map<string, ProcessRead>;
	/** Containers whose first process ended while the scan went on: to be looked at again. */
	lost: string[];
	visibility: SourceHealth;
	/** Milliseconds of work that it took. */
	cost: number;
};

/** 25 containers are about 300 reads at most. */
const slice = 25;
/** At one read each. */
const checkSlice = 200;

/** Reads `/proc/stat` for the machine's boot time. */
export function readBootClock(procDir: string, clockTicks: number): BootClock {
	const bootTime = parseBootTime(readProcFile(`${procDir}/stat`).text ?? '');
	return { ...(bootTime !== undefined && { bootTime }), clockTicks };
}

/** Reads the first process of each of these containers. `spend` is told how many milliseconds of work that takes. */
export type ReadContainers = (
	procDir: string,
	containers: readonly ContainerEntry[],
	look: ProcessLook,
	signal: AbortSignal,
	spend: (milliseconds: number) => void,
) => Promise<readonly ProcessRead[]>;

/**
 * Refreshes the index and reads every container's first process. What it returns after an abort is not complete.
 * @param readContainers in slices unless given
 */
export async function scanProcesses(
	procDir: string,
	index: PidIndex,
	look: ProcessLook,
	signal: AbortSignal,
	readContainers: ReadContainers = readInSlices,
): Promise<Scan> {
	let cost = 0;
	const spend = (milliseconds: number) => {
		cost += milliseconds;
	};
	await index.refresh('all', signal, spend);
	const found = await readContainers(procDir, [...index.containers()], look, signal, spend);
	const processes = new Map(found.map((read) => [read.process.containerId, read]));
	const lost: string[] = [];
	const check = (id: string) => {
		if (!isStill(procDir, processes.get(id))) lost.push(id);
	};
	await eachInSlices([...processes.keys()], checkSlice, signal, check, spend);
	for (const id of lost) processes.delete(id);
	const nested = index.has(1) && isNested(procDir) && !hasNodeProgram(procDir, index.pids());
	// a container's own pid 1 is no reference for the host
	const host = nested ? {} : readHostNamespaces(procDir);
	return { host, processes, lost, visibility: judgeVisibility(procDir, index, nested, host, processes), cost };
}

const readInSlices: ReadContainers = async (procDir, containers, look, signal, spend) => {
	const found: ProcessRead[] = [];
	const read = (entry: ContainerEntry) => {
		const process = readFirstProcess(procDir, entry, look);
		if (process) found.push(process);
	};
	await eachInSlices(containers, slice, signal, read, spend);
	return found;
};

function judgeVisibility(
	procDir: string,
	index: PidIndex,
	nested: boolean,
	host: LinuxNamespaces,
	processes: ReadonlyMap<string, ProcessRead>,
): SourceHealth {
	return describeVisibility({
		procDir,
		containers: processes.size,
		deniedContainers: [...processes.values()].filter(({ denied }) => denied).length,
		hidden: !index.has(1) || index.denied() > 0,
		nested,
		hostUnknown: Object.keys(host).length === 0,
		root: process.geteuid?.() === 0,
	});
}

/**
 * Whether a process that was read before is the same one and alive. Asked once more *after* everything else was read: the
 * kernel gives the namespace numbers of a dead process out again at once, so a process that ended during the scan could
 * seem to share a namespace with one that was read later. One that still lives now held its numbers all the time.
 */
export function isStill(procDir: string, read: ProcessRead | undefined): boolean {
	if (read === undefined) return false;
	const { pid, linuxNamespaces } = read.process;
	// a process that has ended has no links, and a mount namespace that still has its number is the container's own: half the time of a stat
	const link = linuxNamespaces.mnt === undefined ? undefined : readProcLink(`${procDir}/${pid}/ns/mnt`).text;
	return link === undefined ? isLiving(procDir, read.process) : parseNamespaceLink(link)?.inode === linuxNamespaces.mnt;
}
