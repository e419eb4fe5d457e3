/** The part of /proc/PID/stat that is used; see proc_pid_stat(5). */
export type ProcStat = {
	pid: number;
	/** At most 15 bytes for a user's process, with whatever it put there: spaces, parentheses, newlines. */
	command: string;
	/** One letter: R, S, D, Z (zombie), T, X … */
	state: string;
	/** 0 for pid 1, for kernel threads' parent, and for a parent outside the reader's pid namespace. */
	parentPid: number;
	/** Threads, the leader among them; a dead leader of living threads is a zombie with more than one. */
	threads: number;
	/** Field 22, in clock ticks since boot. */
	startTicks: number;
};

/** Undefined for anything that is not a line of /proc/PID/stat. */
export function parseProcStat(text: string): ProcStat | undefined {
	// what follows the command contains no parenthesis, so the last one closes it whatever the command contains
	const open = text.indexOf('(');
	const close = text.lastIndexOf(')');
	if (open < 0 || close < open) return undefined;
	const fields = text
		.slice(close + 1)
		.trim()
		.split(' ');
	const [state = '', parent] = fields;
	const numbers = [text.slice(0, open).trim(), parent, fields[17], fields[19]].map(parseCount);
	const [pid, parentPid, threads, startTicks] = numbers;
	if (!/^[A-Za-z]$/.test(state) || pid === undefined || parentPid === undefined) return undefined;
	if (threads === undefined || startTicks === undefined) return undefined;
	return { pid, command: text.slice(open + 1, close), state, parentPid, threads, startTicks };
}

/** Whether nothing of the process runs any more: it has given its namespaces back and only waits to be reaped. */
export function isDead(stat: ProcStat): boolean {
	return (stat.state === 'Z' && stat.threads <= 1) || stat.state === 'X' || stat.state === 'x';
}

function parseCount(text: string | undefined): number | undefined {
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
