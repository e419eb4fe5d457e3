/** What the tests do to a lab's node to break it, and what they ask its runtime, past the program. */
export type FindingRuntime = {
	name: 'docker' | 'containerd';
	/** Full ids of a pod's pauses that run, the newest first. */
	findPauses(pod: string): Promise<string[]>;
	/** Of the first process of a running container or pause. */
	findPid(id: string): Promise<number>;
	/** When it ended, where the runtime tells that of a sandbox: milliseconds since the epoch. */
	findEnd?(sandboxId: string): Promise<number>;
	/** TERM for a pause. */
	stopPause(id: string): Promise<void>;
	/** `docker restart`. */
	restartPause?(id: string): Promise<void>;
	/** Without the network being taken down: `docker rm -f`. */
	removePause?(id: string): Promise<void>;
	/** Another sandbox of a pod, as its kubelet would make the next one. Resolves with its id. */
	runSecondSandbox(pod: string, uid: string): Promise<string>;
	/** Has a container run again beside its next attempt, in the same sandbox. Resolves with its id. */
	runTwice(pod: string, uid: string, first: string): Promise<string>;
	stopContainer(id: string): Promise<void>;
	/** Takes the pause image away. Resolves with what brings it back. */
	hidePauseImage(): Promise<() => Promise<void>>;
	/** Runs something in containerd's k8s.io that CRI does not list. Resolves with what ends it. */
	leakShim?(): Promise<{ id: string; pid: number; end(): Promise<void> }>;
};

/** The lab's. */
export const pauseImage = 'registry.k8s.io/pause:3.9';
