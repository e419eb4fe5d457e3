import type { PodInside } from './pod-inside.ts';

/** A look inside one pod: what to read, and of whom. */
export type InsideRequest = {
	/** Runtime UID. */
	podUid: string;
	/** The pod's living containers, its pause among them; an ended one that outlives its sandbox too. */
	containers: readonly InsideContainer[];
	want: InsideWant;
	/** The API's podIPs, to be compared with the addresses found. Absent or empty: nothing to compare with. */
	podIps?: readonly string[];
	/** The spec says hostNetwork: believed where the namespaces may not be read. */
	hostNetwork?: boolean;
	/** The reading before this one: what CPU % is the difference to. */
	previous?: InsideReading;
};

/** A container as the node's view knows it. */
export type InsideContainer = {
	/** Full id. */
	id: string;
	/** `pause` for a sandbox. */
	name: string;
	role: 'sandbox' | 'container';
	/** Host pid of the first process, where known: `usage` alone then takes no scan of /proc. */
	pid?: number;
};

/** The parts; what is not wanted is not read. */
export type InsideWant = {
	processes?: boolean;
	/** Sockets, connections and the interface addresses. */
	sockets?: boolean;
	/** CPU and memory of each container from the cgroup files. */
	usage?: boolean;
};

/** The part of an earlier reading that the next one needs. `PodInside` is one. */
export type InsideReading = Pick<PodInside, 'processes' | 'usage'>;
