import type { KubePod } from './kube-pod.ts';
import type { LinuxNamespaces } from './linux-namespace.ts';
import type { RuntimeState } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/**
 * What was ever seen of one sandbox or container, kept after its record is gone: restart stories are told from it.
 * Times of the runtime's own are exact; those that end in `SeenAt` are when pausetop looked.
 */
export type IncarnationHistory = {
	id: string;
	runtime?: string;
	podUid: string;
	kubeNamespace?: string;
	pod?: string;
	role: 'sandbox' | 'container';
	container?: string;
	attempt?: number;
	sandboxId?: string;
	createdAt?: number;
	startedAt?: number;
	finishedAt?: number;
	exitCode?: number;
	oomKilled?: boolean;
	reason?: string;
	/** The state in the newest record. */
	state?: RuntimeState;
	pid?: number;
	startTicks?: number;
	linuxNamespaces?: LinuxNamespaces;
	/** First listed, milliseconds since the epoch. */
	firstSeenAt: number;
	/** First listed running (or ready). */
	aliveSeenAt?: number;
	/** First listed as ended (exited, notready). */
	endSeenAt?: number;
	/** No longer listed. */
	goneSeenAt?: number;
	/** When the newest record that changed anything here was read. */
	seenAt?: number;
};

/** What the API server said of a pod from `at` on, as far as stories need it. */
export type PodMoment = {
	/** When it was observed, milliseconds since the epoch. */
	at: number;
	ready: string;
	status: string;
	restarts: number;
	ip?: string;
	/** Of condition Ready. */
	isReady?: boolean;
	/** lastTransitionTime of condition Ready, whole seconds. */
	readyChangedAt?: number;
	/** Whether deletionTimestamp is set. */
	deleting?: boolean;
	/** Found by a listing: since when it was so is not known. Absent where the API server told of the change. */
	listed?: true;
	/** Each container's state in the API: a waiting reason (`CrashLoopBackOff`) with its message, restart count, id. */
	containers: readonly {
		name: string;
		id?: string;
		restarts: number;
		waiting?: { reason?: string; message?: string };
		ready: boolean;
	}[];
};

/** What was let go of something that is bounded. */
export type Dropped = {
	count: number;
	/** When the newest of it was, milliseconds since the epoch: what is older is not complete. */
	until: number;
};

/** The pasts of one pod. */
export type PodHistory = {
	/** By full id, in the order in which they were first seen. */
	incarnations: ReadonlyMap<string, IncarnationHistory>;
	/** Oldest first; a new one only where something differs. Bounded. */
	moments: readonly PodMoment[];
	/** When the API server said that it is deleted. */
	deletedAt?: number;
	/** What stories need of the timeline, oldest first: it stays when the node's timeline has let it go. Bounded. */
	events?: readonly TimelineEvent[];
	/** What rules of findings need of the timeline besides (core/findings/kubelet-reports.ts), oldest first. Bounded. */
	reports?: readonly TimelineEvent[];
	/** The newest object that the API server sent, also after its deletion: only its spec tells the containers' kinds. */
	pod?: KubePod;
	/** What is no longer here, so that nobody takes the rest for all that there was. */
	dropped?: { incarnations?: Dropped; moments?: Dropped; events?: Dropped };
};
