/**
 * An Event object as the API server sends it (core/v1 Event, JSON), typed as far as it is used. There are two writers:
 * the older one fills firstTimestamp, lastTimestamp, count and source (kubelet); the newer one, of events.k8s.io, fills
 * eventTime, series and reporting* and leaves the others null or zero (scheduler).
 */
export type KubeEvent = {
	metadata: { uid: string; name?: string; namespace?: string; creationTimestamp?: string | null };
	involvedObject: {
		kind?: string;
		namespace?: string;
		name?: string;
		/** Of a pod metadata.uid, or for a static pod the hash of its manifest. */
		uid?: string;
		/** `spec.containers{nginx}`, `spec.initContainers{…}`, `spec.ephemeralContainers{…}`; absent when about the whole pod. */
		fieldPath?: string;
	};
	reason?: string;
	message?: string;
	/** `Normal` or `Warning`. */
	type?: string;
	count?: number | null;
	eventTime?: string | null;
	firstTimestamp?: string | null;
	lastTimestamp?: string | null;
	series?: { count?: number; lastObservedTime?: string | null } | null;
	/** `host` is the node's name, for a kubelet. */
	source?: { component?: string; host?: string };
	reportingComponent?: string;
	/** The node's name, for a kubelet since 1.29. */
	reportingInstance?: string;
};
