import { isDead, type ProcStat, parseProcStat } from '../../../core/proc-stat.ts';
import { shimCommands } from '../../../core/shim-command-line.ts';
import { readProcFile } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import type { SurveyPlace } from './survey-place.ts';

/** The processes that a look over the node is about. */
export type ProcessPass = {
	zombies: readonly ProcStat[];
	/** In uninterruptible sleep. */
	uninterruptible: readonly ProcStat[];
	/** By their short names; what they are, their command lines say. */
	shims: readonly ProcStat[];
	/** How many children each process has, by its pid. */
	children: ReadonlyMap<number, number>;
	pids: readonly number[];
};

/** At about 15 µs each a slice stays near 2 ms. */
const slice = 120;

/** Reads /proc/PID/stat of every process, and nothing else. Gives way to keys and frames. */
export async function passOverProcesses(
	pids: readonly number[],
	{ procDir, signal, spend }: SurveyPlace,
): Promise<ProcessPass> {
	const zombies: ProcStat[] = [];
	const uninterruptible: ProcStat[] = [];
	const shims: ProcStat[] = [];
	const children = new Map<number, number>();
	const look = (pid: number) => {
		const stat = parseProcStat(readProcFile(`${procDir}/${pid}/stat`).text ?? '');
		if (!stat) return;
		children.set(stat.parentPid, (children.get(stat.parentPid) ?? 0) + 1);
		if (isDead(stat)) {
			if (stat.state === 'Z') zombies.push(stat);
		} else if (stat.state === 'D') uninterruptible.push(stat);
		if (shimCommands.test(stat.command) && !isDead(stat)) shims.push(stat);
	};
	await eachInSlices(pids, slice, signal, look, spend);
	return { zombies, uninterruptible, shims, children, pids };
}
