/** What a runtime is set up with, as far as findings need it. */
export type RuntimeFacts = {
	/** When it was read, milliseconds since the epoch. */
	readAt: number;
	/** The image that pauses are made of. Absent where nobody tells. */
	pauseImage?: PauseImage;
	/** `systemd` or `cgroupfs`. */
	cgroupDriver?: string;
};

export type PauseImage = {
	/** As configured: `k8s.gcr.io/pause:3.2`. */
	name: string;
	/** Who says so, in words: `containerd's sandbox_image`, `the kubelet's --pod-infra-container-image`. */
	configuredBy: string;
	/** Whether the runtime has it. */
	present?: boolean;
	/** Its id in the runtime, where present. */
	id?: string;
	/** Whether the runtime keeps the kubelet's garbage collection from it. Absent before CRI of Kubernetes 1.28, and with Docker. */
	pinned?: boolean;
};

/** How long one call to a runtime took. */
export type RuntimeCall = {
	/** `ListContainers`, `GET /containers/json`: the runtime's own name for it. */
	name: string;
	/** When it began, milliseconds since the epoch. */
	at: number;
	/** Milliseconds. For one that has not been answered: how long until it was given up. */
	took: number;
	/** Given up, or refused: in words. Absent: answered. */
	failure?: string;
};
