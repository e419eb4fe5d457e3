/**
 * How long things take, in milliseconds, as recorded with containerd 1.6.20 (two cores). CRI-O is given the same: there is no
 * recording of it.
 */
export const criTimings = {
	/** From one request of the kubelet to the next. */
	pace: { beforeSandbox: 10, afterSandbox: 14, afterContainer: 14, beforeRemoval: 30, afterRemoval: 2 },
	/** RunPodSandbox: until there is a record, then until it is updated with its network, twice. */
	sandboxCreate: 14,
	sandboxNetworkSet: 9,
	sandboxAddress: 20,
	/** Until the task of a pause is created, and until it is started. */
	sandboxTask: 95,
	taskStart: 12,
	containerCreate: 3,
	containerTask: 65,
	/** A task's start to CRI's saying so. */
	startReport: 3,
	/** A task's end to CRI's noticing it, which deletes the task. */
	exitReport: 28,
	/** StopContainer, StopPodSandbox: until the signal is sent. */
	stopSignal: 30,
	killToExit: 24,
	termToExit: 10,
	/** With a shared PID namespace: from one container's end to the next one's, and from the last one's to PID 1's own. */
	nextExit: 10,
	lastExit: 4,
	/** The network plugin's DEL and the release of the namespace. */
	networkDown: 60,
	remove: 7,
	/** What crictl or ctr takes until its request is sent. */
	command: 12,
} as const;
