import { readLivingStat } from '../adapters/proc/first-process.ts';
import { procDirectory } from '../adapters/proc/proc-directory.ts';
import type { ActionTarget } from '../core/action/action.ts';

/** Whether the process that was confirmed still lives, by its start time. True where the target names none: then nothing speaks against it. */
export function isTargetProcess({ pid, startTicks }: ActionTarget, hostRoot: string | undefined): boolean {
	if (pid === undefined || startTicks === undefined) return true;
	return readLivingStat(procDirectory(hostRoot), pid)?.startTicks === startTicks;
}

/** What the target's process is doing instead of ending, in words; undefined where it cannot be told. */
export async function describeStuckTarget(
	target: ActionTarget,
	hostRoot: string | undefined,
): Promise<string | undefined> {
	if (target.pid === undefined || !isTargetProcess(target, hostRoot)) return undefined;
	const { describeStuck } = await import('../adapters/proc/describe-stuck.ts');
	return describeStuck(target.pid, hostRoot);
}
