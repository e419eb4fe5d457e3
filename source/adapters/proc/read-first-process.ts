import { type ProcessLook, type ProcessRead, readContainerProcess } from './container-process.ts';
import { pickFirstProcess } from './first-process.ts';
import type { ContainerPids } from './pid-index.ts';

/** A container's id and its processes. */
export type ContainerEntry = readonly [id: string, pids: ContainerPids];

/** Finds and reads a container's first process. Undefined when none lives. */
export function readFirstProcess(
	procDir: string,
	[containerId, { podUid, pids }]: ContainerEntry,
	look: ProcessLook,
): ProcessRead | undefined {
	const stat = pickFirstProcess(procDir, pids);
	return stat && readContainerProcess(procDir, stat, { containerId, podUid, processCount: pids.length }, look);
}
