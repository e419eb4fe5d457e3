import type { UninterruptibleProcess } from '../../../core/node-survey.ts';
import type { ProcStat } from '../../../core/proc-stat.ts';
import { isFrozen } from '../is-frozen.ts';
import { readProcFile } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import { carrySeenSince } from './carry-seen-since.ts';
import { readContainerId } from './read-zombies.ts';
import type { SurveyPlace } from './survey-place.ts';

/** Of a node whose NFS server is gone all processes can hang. */
const limit = 500;
/** Up to four files each keep a slice near 3 ms. */
const slice = 50;

/**
 * Of those in uninterruptible sleep the containers' own, without those of paused containers. Their memory is left alone: who reads the
 * arguments of a process that hangs in the kernel may hang with it.
 */
export async function readUninterruptible(
	stats: readonly ProcStat[],
	previous: readonly UninterruptibleProcess[] | undefined,
	{ procDir, hostRoot, now, signal, spend }: SurveyPlace,
): Promise<UninterruptibleProcess[]> {
	const seenSince = carrySeenSince(previous, now);
	const hanging: UninterruptibleProcess[] = [];
	const look = (stat: ProcStat) => {
		const containerId = readContainerId(procDir, stat.pid);
		if (containerId === undefined || isFrozen(stat.pid, hostRoot)) return;
		const wait = readProcFile(`${procDir}/${stat.pid}/wchan`).text?.trim();
		hanging.push({
			...{ pid: stat.pid, startTicks: stat.startTicks, command: stat.command, containerId },
			// `0`: not to be read, or nowhere
			...(wait && wait !== '0' && { waitsIn: wait }),
			seenSince: seenSince(stat),
		});
	};
	await eachInSlices(stats.slice(0, limit), slice, signal, look, spend);
	return hanging;
}
