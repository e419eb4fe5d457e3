import type { ShimProcess } from '../../../core/node-survey.ts';
import type { ProcStat } from '../../../core/proc-stat.ts';
import { parseProcStatus } from '../../../core/proc-status.ts';
import { parseShimCommandLine, type ShimCommandLine } from '../../../core/shim-command-line.ts';
import { readBounded } from '../inside/read-bounded.ts';
import { readProcFile } from '../read-proc.ts';
import { readBootClock } from '../scan.ts';
import { eachInSlices } from '../slices.ts';
import type { SurveyPlace } from './survey-place.ts';

/** The kernel's USER_HZ. */
const clockTicks = 100;
/** Bytes of a command line: a shim's has about 250. */
const longestLine = 16_384;

/** Two files each of about 25 µs keep a slice near 3 ms. */
const slice = 60;

/**
 * Reads what shims serve; of those that the look before knew, only how many children they have is new. One in a nested pid namespace
 * belongs to a containerd inside a container (kind, docker-in-docker) whose address can read like this node's own, and is left out.
 */
export async function readShims(
	stats: readonly ProcStat[],
	children: ReadonlyMap<number, number>,
	previous: readonly ShimProcess[] | undefined,
	{ procDir, now, signal, spend }: SurveyPlace,
): Promise<ShimProcess[]> {
	const { bootTime } = readBootClock(procDir, clockTicks);
	const known = new Map(previous?.map((shim) => [shim.pid, shim]));
	const shims: ShimProcess[] = [];
	const look = ({ pid, startTicks, state }: ProcStat) => {
		const before = known.get(pid);
		const counted = { children: children.get(pid) ?? 0 };
		if (before?.startTicks === startTicks) return void shims.push({ ...before, ...counted });
		// its memory may hang with it
		const found = state === 'D' ? undefined : readShim(procDir, pid);
		if (!found) return;
		const startedAt = bootTime === undefined ? undefined : bootTime + (startTicks * 1000) / clockTicks;
		shims.push({
			pid,
			startTicks,
			...found,
			...(startedAt !== undefined && { startedAt }),
			...counted,
			seenSince: now,
		});
	};
	await eachInSlices(stats, slice, signal, look, spend);
	return shims;
}

function readShim(procDir: string, pid: number): ShimCommandLine | undefined {
	const found = parseShimCommandLine(readBounded(`${procDir}/${pid}/cmdline`, longestLine)?.text ?? '');
	return found && !isNested(procDir, pid) ? found : undefined;
}

function isNested(procDir: string, pid: number): boolean {
	return (parseProcStatus(readProcFile(`${procDir}/${pid}/status`).text ?? '').nsPids?.length ?? 1) > 1;
}
