import type { ProcStat } from '../../core/proc-stat.ts';
import { parseProcStatus } from '../../core/proc-status.ts';
import type { ContainerProcess } from '../../core/process.ts';
import { readLinuxNamespaces } from './namespaces.ts';
import { readProcFile } from './read-proc.ts';

/** A container's first process, and whether its namespaces may be read. */
export type ProcessRead = { process: ContainerProcess; denied: boolean };

/** How process times are turned into times of day. */
export type BootClock = { bootTime?: number; clockTicks: number };

/** How a process is looked at. */
export type ProcessLook = BootClock & {
	/** `false`: without the pids in nested namespaces, which take a read of their own (30 µs, as long as five links). */
	innerPids?: boolean;
};

/** Reads all that is shown of the process that `stat` is about. */
export function readContainerProcess(
	procDir: string,
	stat: ProcStat,
	container: { containerId: string; podUid?: string; processCount?: number },
	{ bootTime, clockTicks, innerPids = true }: ProcessLook,
): ProcessRead {
	const processDir = `${procDir}/${stat.pid}`;
	const { linuxNamespaces, denied } = readLinuxNamespaces(processDir);
	const { nsPids } = innerPids ? parseProcStatus(readProcFile(`${processDir}/status`).text ?? '') : {};
	const { containerId, podUid, processCount } = container;
	const startedAt = bootTime === undefined ? undefined : bootTime + (stat.startTicks * 1000) / clockTicks;
	const process: ContainerProcess = {
		containerId,
		...(podUid !== undefined && { podUid }),
		pid: stat.pid,
		startTicks: stat.startTicks,
		...(startedAt !== undefined && { startedAt }),
		...(nsPids && { nsPids }),
		command: stat.command,
		...(processCount !== undefined && { processCount }),
		linuxNamespaces,
	};
	return { process, denied };
}
