/** How a container's first process behaves. */
export type Behaviour = {
	/** Milliseconds until it ends by itself. */
	runsFor?: number;
	exitCode?: number;
	oom?: boolean;
	/** Exit code of its TERM handler; absent: the kernel's default action. */
	termExitCode?: number;
	/** Command lines of further processes. */
	processes?: readonly string[];
	/** The command line of a process that its parent leaves, and after how many milliseconds that one ends: a zombie, where nobody reaps. */
	orphan?: { command: string; runsFor: number };
	/** Ports that it listens at. */
	ports?: readonly number[];
	/** Ports of the same pod that it has connections with. */
	talksTo?: readonly number[];
	logs?: readonly string[];
	/** What it prints again and again. Heard only where things happen by themselves. */
	chatter?: Chatter;
	limits?: Limits;
	/** How many of its processes, but for the first one, the kernel has killed for lack of memory. */
	oomKills?: number;
	/** It only waits, whatever its program usually does. */
	idle?: boolean;
};

/** Lines in turn, one about every so many milliseconds. One that begins with `!` goes to stderr, without the mark. */
export type Chatter = { every: number; lines: readonly string[] };

/** What a container may use at most; the same is requested for it. */
export type Limits = {
	/** Bytes. */
	memory?: number;
	/** Cores. */
	cpu?: number;
};

/** The exit code that a signal leads to; undefined when nothing happens. @param isInit whether it is PID 1 of its PID namespace */
export function chooseFate(behaviour: Behaviour, signal: number, isInit: boolean): number | undefined {
	if (signal === 9) return 137;
	if ((signal === 15 || signal === 2) && behaviour.termExitCode !== undefined) return behaviour.termExitCode;
	// Signals 17, 18, 23 and 28 (CHLD, CONT, URG, WINCH) do nothing by default; signal(7).
	if ([17, 18, 23, 28].includes(signal)) return undefined;
	// PID 1 of a namespace ignores what it has no handler for (pid_namespaces(7)).
	return isInit ? undefined : 128 + signal;
}
