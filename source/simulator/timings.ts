/** How long things take, in milliseconds, as recorded on a kubelet v1.20.2, and what depends on the runtime with Docker 20.10.24 (two cores). */
export const timings = {
	/** From one look of the kubelet at the runtime to the next: 1 s and the time it takes. */
	relist: 1030,
	/** How often the kubelet looks for pods whose next try is due. */
	workTick: 1000,
	/** From one collection of what is left over to the next (ContainerGCPeriod). */
	garbagePeriod: 60_000,
	/** A failed sync is tried again after this, plus up to half of it. */
	syncBackOff: 10_000,
	/** An API object's change to the kubelet's start of work. */
	apiToKubelet: 60,
	/** Start of a sync to its status standing in the API. */
	statusWrite: 40,
	sandboxCreate: 50,
	networkConnect: 10,
	sandboxStart: 230,
	/** CNI and the rest, until the first container is created. */
	sandboxSettle: 70,
	containerStart: 95,
	nextContainer: 45,
	destroyFirst: 40,
	destroyNext: 35,
	imagePull: 300,
	/** Command to signal. */
	signal: 30,
	/** TERM to the end of a process that minds it. */
	termToExit: 60,
	killToExit: 45,
	/** PID 1 of a PID namespace ends: until the first of the others is reported dead. */
	namespaceKill: 95,
	networkDisconnect: 4,
	/** Death to Docker's `stop`. */
	stopReport: 18,
	/** A deleted pod's last container record gone to the object's end. */
	podDelete: 2450,
	/** The node controller's grace for a silent kubelet. */
	nodeMonitorGrace: 40_000,
	nodeReadyAgain: 800,
} as const;
