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
	logs?: readonly string[];
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
