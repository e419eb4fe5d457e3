import { parseCgroupPath } from '../../core/cgroup-path.ts';
import { listPids, readProcFile } from './read-proc.ts';
import { eachInSlices } from './slices.ts';

type SeenPid = {
	containerId?: string;
	podUid?: string;
	/** Its cgroup may not be read (a /proc mounted with hidepid=1). */
	denied: boolean;
	firstSeen: number;
};

/** The processes of one container. */
export type ContainerPids = { podUid?: string; pids: readonly number[] };

/** Which container each process belongs to, by its cgroup. */
export type PidIndex = {
	/**
	 * Lists the pids again and reads the cgroups of `all`, or only of those where it can be `new`: pids not seen before, and
	 * young ones, because a runtime starts a process first and moves it into the container's cgroup afterwards. `spend` is told how
	 * many milliseconds of work that takes.
	 */
	refresh(what: 'all' | 'new', signal: AbortSignal, spend?: (milliseconds: number) => void): Promise<void>;
	containers(): ReadonlyMap<string, ContainerPids>;
	/** Undefined when no process of the container is known. */
	container(id: string): ContainerPids | undefined;
	has(pid: number): boolean;
	pids(): readonly number[];
	/** How many processes did not let their cgroup be read. */
	denied(): number;
	/** When `refresh('all')` last began, by the clock; undefined before the first. */
	completeAt(): number | undefined;
};

const slice = 150;

/** How long a process counts as young: the longest a runtime may take from fork to cgroup, generously. */
const youth = 5_000;

/**
 * An index over one proc directory, empty until refreshed.
 * @param listed the pids as they have just been listed, for the first refresh: a list of 1,000 takes the kernel 3 ms
 */
export function createPidIndex(procDir: string, clock: () => number, listed?: readonly number[]): PidIndex {
	let fresh = listed;
	let seen = new Map<number, SeenPid>();
	let completeAt: number | undefined;
	let containers = new Map<string, ContainerPids>();

	/** The strings that are kept, of those that containers still have. */
	let own = new Map<string, string>();

	async function refresh(
		what: 'all' | 'new',
		signal: AbortSignal,
		spend?: (milliseconds: number) => void,
	): Promise<void> {
		const now = clock();
		if (what === 'all') completeAt = now;
		const pids = fresh ?? listPids(procDir);
		fresh = undefined;
		const next = new Map<number, SeenPid>();
		const kept = new Map<string, string>();
		const keep = (text: string) => {
			const copy = kept.get(text) ?? own.get(text) ?? copyText(text);
			kept.set(copy, copy);
			return copy;
		};
		const read = (pid: number) => {
			const before = seen.get(pid);
			const settled = what === 'new' && before && now - before.firstSeen > youth;
			const entry = settled ? before : readPid(procDir, pid, before?.firstSeen ?? now);
			if (entry) next.set(pid, keepTexts(entry, keep));
		};
		await eachInSlices(pids, slice, signal, read, spend);
		if (signal.aborted) return;
		[seen, own] = [next, kept];
		containers = groupByContainer(next);
	}

	return {
		refresh,
		containers: () => containers,
		container: (id) => containers.get(id),
		has: (pid) => seen.has(pid),
		pids: () => [...seen.keys()],
		denied: () => [...seen.values()].filter(({ denied }) => denied).length,
		completeAt: () => completeAt,
	};
}

function readPid(procDir: string, pid: number, firstSeen: number): SeenPid | undefined {
	const { text, denied } = readProcFile(`${procDir}/${pid}/cgroup`);
	if (text === undefined && !denied) return undefined;
	return { ...(text !== undefined && parseCgroupPath(text)), denied: denied === true, firstSeen };
}

/**
 * One copy of each text for all processes and all looks. A piece of a text keeps the whole of it in memory in V8: 1,400 bytes with
 * cgroup v1 for an id of 64.
 */
function keepTexts(entry: SeenPid, keep: (text: string) => string): SeenPid {
	const { containerId, podUid } = entry;
	if (containerId === undefined) return entry;
	return { ...entry, containerId: keep(containerId), ...(podUid !== undefined && { podUid: keep(podUid) }) };
}

function copyText(text: string): string {
	return Buffer.from(text).toString();
}

function groupByContainer(seen: ReadonlyMap<number, SeenPid>): Map<string, ContainerPids> {
	const found = new Map<string, { podUid?: string; pids: number[] }>();
	for (const [pid, { containerId, podUid }] of seen) {
		if (containerId === undefined) continue;
		const container = found.get(containerId);
		if (container) container.pids.push(pid);
		else found.set(containerId, { podUid, pids: [pid] });
	}
	return found;
}
