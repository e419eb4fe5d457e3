import type { Rootfs } from '../proc/program.ts';

/** What a shell in a simulated container can tell. */
export type ShellSite = {
	hostname: string;
	rootfs: Rootfs;
	/** All in its pid namespace, by their numbers there. */
	listProcesses(): readonly ShellProcess[];
};

export type ShellProcess = { pid: number; user: string; commandLine: string };

/** What came of a command. */
export type ShellOutcome = {
	/** With plain line feeds. */
	output: string;
	status: number;
	/** The shell itself ends, with that status. */
	leaves?: true;
};
