/** What a runtime's own command told of a container or sandbox while it happened. */
export type RuntimeEvent = {
	/** Milliseconds since the epoch, cut. */
	at: number;
	/** `told`: it was sent a signal. Only Docker tells that. */
	what: 'created' | 'started' | 'told' | 'ended';
	id: string;
	pod: string;
	/** `POD` for a pause. */
	container: string;
	attempt: number;
	signal?: number;
	exitCode?: number;
};

/** `docker events` or `ctr events` at work. */
export type EventRecorder = {
	/** In the order in which they were told. */
	events(): readonly RuntimeEvent[];
	stop(): Promise<void>;
};

/** What the tests ask a lab's runtime, past the program. */
export type ActionRuntime = {
	name: 'docker' | 'containerd';
	record(): Promise<EventRecorder>;
	/** Of the first process of a running container or pause. */
	findPid(id: string): Promise<number>;
	/** TERM for a pause by hand, as an operator does it. */
	stopPause(id: string): Promise<void>;
	/** The operator's command that an action says it comes to. */
	commands: Readonly<Record<string, RegExp>>;
};
