import type { LineLimit } from './line-assembler.ts';

/** Which lines of a log are wanted. Absent: all that there are, oldest first. */
export type LogOptions = {
	/** Goes on with what is written from now on, until the container has ended. */
	follow?: boolean;
	/** Only so many of the newest lines to begin with. */
	tail?: number;
	/** Only what was written from then on, milliseconds since the epoch. */
	since?: number;
	/** What becomes of very long lines. Cut at 16 KiB unless given. */
	limit?: LineLimit;
};

/** Whose log: one incarnation of a container. */
export type LogTarget = {
	/** The runtime's name, as its source is named. Absent when only the log file is left of it. */
	runtime?: string;
	/** Full id. Absent when only the log file is left. */
	id?: string;
	/** Runtime UID. */
	podUid: string;
	kubeNamespace: string;
	pod: string;
	/** The container's name. */
	container: string;
	attempt?: number;
};

/** Whether a line was written from `since` on. One without a time cannot be told to be older. */
export function isSince({ at }: { at?: number }, since: number | undefined): boolean {
	return since === undefined || at === undefined || at >= since;
}
