export type RecordedEvent = { at: number; action: string; name: string; exitCode?: string; signal?: string };

export type RecordedState = {
	type: string;
	/** Seconds after the command; null before it. */
	seenAt: number | null;
	phase: string;
	/** `a` for the first address seen, `b` for the next. */
	ip: string;
	deleting: boolean;
	/** Name, state, attempt, readiness and, by letter, which incarnation. */
	containers: string[];
	notTrue: string[];
};

export type Inodes = Record<string, Record<string, number>>;

export type RecordedContainerdEvent = {
	at: number;
	topic: string;
	/** Of the container and its attempt, `POD_1` for a sandbox. */
	name: string;
	exitStatus?: number;
};

/** What a fixture from a node with containerd says. */
export type CriRecording = Omit<Recording, 'dockerEvents'> & { containerdEvents: RecordedContainerdEvent[] };

/** What one of test/fixtures/simulator says happened on a real node. */
export type Recording = {
	pod: string;
	dockerEvents: RecordedEvent[];
	podStates: RecordedState[];
	kubeEvents: string[];
	namespaces: { before: Inodes; after: Inodes };
	listingAfter: string[];
};
