import type { Behaviour } from '../behaviour.ts';
import type { Clock } from '../clock.ts';
import type { Kernel, ProcessManners, SimulatedProcess } from './kernel.ts';

/** What a container's behaviour means for its first process. */
export function chooseManners({ ports, talksTo, idle, limits, oomKills }: Behaviour): ProcessManners {
	return { listens: ports, talksTo, idle, limits, oomKills };
}

/** Starts the further processes of a container, beside its first one. Returns their pids. */
export function spawnMore(
	{ kernel, clock }: { kernel: Kernel; clock: Clock },
	first: SimulatedProcess,
	{ processes = [], orphan, idle }: Behaviour,
): number[] {
	const spawn = (line: string, ppid: number) => spawnInside(kernel, first, { args: splitLine(line), ppid, idle });
	const children = processes.map((line) => spawn(line, first.pid).pid);
	if (orphan === undefined) return children;
	// Whoever is PID 1 inherits a process whose parent has ended, and has to wait for it.
	const { pid } = spawn(orphan.command, kernel.findInit(first.pid));
	clock.setTimeout(() => kernel.die(pid), orphan.runsFor);
	return [...children, pid];
}

/** Starts a process in all of another one's namespaces, and in its cgroup. */
export function spawnInside(
	kernel: Kernel,
	{ pid, cgroup, rootUid }: SimulatedProcess,
	{ args, ppid, idle }: { args: readonly string[]; ppid: number; idle?: boolean },
): SimulatedProcess {
	const joined = { of: pid };
	const namespaces = { net: joined, ipc: joined, uts: joined, pid: joined, mnt: joined, user: joined, cgroup: joined };
	return kernel.spawn({ args, ppid, cgroup, uid: rootUid, namespaces, idle });
}

/** A title (`nginx: worker process`) is one word. */
function splitLine(line: string): readonly string[] {
	return /^\S+: /.test(line) ? [line] : line.split(' ');
}
