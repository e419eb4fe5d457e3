import { buildProcessTrees } from '../../../core/inside/build-process-trees.ts';
import { parseCommandLine } from '../../../core/inside/command-line.ts';
import { advanceCpu } from '../../../core/inside/cpu-reading.ts';
import type { InsideProcess } from '../../../core/inside/inside-process.ts';
import type { InsideProcesses } from '../../../core/inside/inside-processes.ts';
import type { InsideRequest } from '../../../core/inside/inside-request.ts';
import { parseCpuTicks, parseResidentBytes } from '../../../core/inside/proc-times.ts';
import { isDead, parseProcStat } from '../../../core/proc-stat.ts';
import { parseProcStatus } from '../../../core/proc-status.ts';
import type { BootClock } from '../container-process.ts';
import { readProcFile } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import { addUserNames } from './add-user-names.ts';
import { readBounded } from './read-bounded.ts';
import type { PodMember } from './scan-pods.ts';

/** Where and when processes are read. */
export type ProcessReading = {
	procDir: string;
	bootClock: BootClock;
	/** Milliseconds since the epoch. */
	now: () => number;
	/** Inode of the machine's pid namespace, where readable. */
	hostPidNamespace?: number;
};

/** More processes of one pod than this are left out. */
export const processLimit = 5_000;

/** Bytes of a command line that are read. */
const commandLineLimit = 4_096;

/** About 40 µs each. */
const slice = 50;

/** What runc calls its helpers, which pass through a container's cgroup for a moment (libcontainer/nsenter/nsexec.c). */
const runcHelper = /^runc:\[[01]:/;

/** Reads the members of a pod and makes trees of them. One that ends meanwhile is left out. */
export async function readProcesses(
	request: InsideRequest,
	members: readonly PodMember[],
	reading: ProcessReading,
	signal: AbortSignal,
): Promise<InsideProcesses> {
	const { containers, previous } = request;
	const names = new Map(containers.map(({ id, name }) => [id, name]));
	const before = indexPrevious(previous?.processes);
	const processes: InsideProcess[] = [];
	await eachInSlices(members.slice(0, processLimit), slice, signal, (member) => {
		const process = readProcess(member, names, before, reading);
		if (process) processes.push(process);
	});
	const named = addUserNames(reading.procDir, adoptZombies(processes));
	const { procDir, hostPidNamespace } = reading;
	const findOutside = (pid: number) => {
		const stat = parseProcStat(readProcFile(`${procDir}/${pid}/stat`).text ?? '');
		return stat && { pid, command: stat.command };
	};
	const namespaces = buildProcessTrees(named, { containers, hostPidNamespace, findOutside });
	return { namespaces, omitted: Math.max(0, members.length - processLimit) };
}

type Previous = ReadonlyMap<string, InsideProcess>;

function indexPrevious(processes: InsideProcesses | undefined): Previous {
	const all = processes?.namespaces.flatMap((tree) => tree.processes) ?? [];
	return new Map(all.map((process) => [identify(process), process]));
}

function identify({ pid, startTicks }: { pid: number; startTicks: number }): string {
	return `${pid}/${startTicks}`;
}

function readProcess(
	member: PodMember,
	names: ReadonlyMap<string, string>,
	before: Previous,
	{ procDir, bootClock: { bootTime, clockTicks }, now }: ProcessReading,
): InsideProcess | undefined {
	const directory = `${procDir}/${member.pid}`;
	const statText = readProcFile(`${directory}/stat`).text ?? '';
	const stat = parseProcStat(statText);
	if (!stat || runcHelper.test(stat.command)) return undefined;
	const earlier = before.get(identify(stat));
	const statusText = readProcFile(`${directory}/status`).text ?? '';
	const { nsPids, uids } = parseProcStatus(statusText);
	const residentBytes = parseResidentBytes(statusText);
	const innerPid = nsPids?.at(-1);
	const container = names.get(member.containerId ?? '');
	const cpuMilliseconds = ((parseCpuTicks(statText) ?? 0) * 1000) / clockTicks;
	return {
		pid: stat.pid,
		parentPid: stat.parentPid,
		startTicks: stat.startTicks,
		...(innerPid !== undefined && { innerPid }),
		...(member.pidNamespace !== undefined && { pidNamespace: member.pidNamespace }),
		...(container !== undefined && { container }),
		...(member.containerId !== undefined && { containerId: member.containerId }),
		...(member.via && { via: member.via }),
		...(uids && { uid: uids.effective }),
		state: stat.state,
		...(isDead(stat) && { zombie: true as const }),
		threads: stat.threads,
		...(bootTime !== undefined && { startedAt: bootTime + (stat.startTicks * 1000) / clockTicks }),
		cpu: advanceCpu(earlier?.cpu, now(), cpuMilliseconds),
		...(residentBytes !== undefined && { residentBytes }),
		command: stat.command,
		...readCommandLine(directory, stat, earlier),
	};
}

type CommandLine = Pick<InsideProcess, 'commandLine' | 'commandLineCut'>;

function readCommandLine(
	directory: string,
	{ state, command }: { state: string; command: string },
	earlier: InsideProcess | undefined,
): CommandLine {
	const none = { commandLine: `[${command}]` };
	if (state === 'D') {
		// the arguments are in the process's own memory: while it hangs in the kernel, whoever reads them may hang with it
		return earlier ? { commandLine: earlier.commandLine, commandLineCut: earlier.commandLineCut } : none;
	}
	const read = readBounded(`${directory}/cmdline`, commandLineLimit);
	const commandLine = parseCommandLine(read?.text ?? '');
	if (commandLine === undefined) return none;
	return { commandLine, ...(read?.cut && { commandLineCut: true as const }) };
}

/**
 * On cgroup v1 alone the kernel shows a zombie in the root cgroup. Where its pid namespace is one container's own, it can only be
 * that one's.
 */
function adoptZombies(processes: readonly InsideProcess[]): InsideProcess[] {
	const owners = new Map<number, InsideProcess | 'several'>();
	for (const process of processes) {
		if (process.container === undefined || process.pidNamespace === undefined) continue;
		const owner = owners.get(process.pidNamespace);
		const same = owner === undefined || (owner !== 'several' && owner.containerId === process.containerId);
		owners.set(process.pidNamespace, same ? process : 'several');
	}
	return processes.map((process) => {
		const owner = owners.get(process.pidNamespace ?? 0);
		if (!process.zombie || process.containerId !== undefined || !owner || owner === 'several') return process;
		const { via: _, ...rest } = process;
		return { ...rest, container: owner.container, containerId: owner.containerId };
	});
}
