import type { ContainerUsage } from './container-usage.ts';
import type { InsideProcesses } from './inside-processes.ts';
import type { PodAddresses } from './pod-addresses.ts';
import type { PodSockets } from './pod-sockets.ts';

/**
 * What one look inside a pod found. A part is absent when it was not wanted, or could not be read at all; `problems` then says why.
 * All text from the node (command lines, user names, socket paths) is unescaped.
 */
export type PodInside = {
	/** Runtime UID. */
	podUid: string;
	/** When it was read, milliseconds since the epoch. */
	readAt: number;
	processes?: InsideProcesses;
	sockets?: PodSockets;
	/** Of the pod's network namespace; comes with the sockets. */
	addresses?: PodAddresses;
	/** In the order of the request's containers. */
	usage?: readonly ContainerUsage[];
	/** What could not be read, and what to do about it. Empty when everything was. */
	problems: readonly InsideProblem[];
};

/** Something that a reading is incomplete for. */
export type InsideProblem = {
	about: 'processes' | 'sockets' | 'addresses' | 'usage';
	/** One line without a full stop. */
	detail: string;
	remedy?: string;
};
