/**
 * A Pod object as the API server sends it (core/v1 Pod, JSON), typed as far as it is used. The object itself is kept whole,
 * without `metadata.managedFields`, because the details screen prints it. Times are RFC 3339 strings as sent.
 */
export type KubePod = {
	apiVersion?: string;
	kind?: string;
	metadata: {
		name: string;
		namespace: string;
		uid: string;
		creationTimestamp?: string;
		deletionTimestamp?: string;
		deletionGracePeriodSeconds?: number;
		resourceVersion?: string;
		labels?: Record<string, string>;
		annotations?: Record<string, string>;
		ownerReferences?: { kind: string; name: string; controller?: boolean }[];
		/** Who has to agree before the object goes, by name. Not checked: it may be anything. */
		finalizers?: unknown;
	};
	spec: {
		nodeName?: string;
		hostNetwork?: boolean;
		hostPID?: boolean;
		hostIPC?: boolean;
		hostUsers?: boolean;
		shareProcessNamespace?: boolean;
		restartPolicy?: string;
		runtimeClassName?: string;
		terminationGracePeriodSeconds?: number;
		schedulingGates?: { name: string }[];
		readinessGates?: { conditionType: string }[];
		initContainers?: KubeContainer[];
		containers: KubeContainer[];
		ephemeralContainers?: (KubeContainer & { targetContainerName?: string })[];
	};
	status?: {
		phase?: string;
		reason?: string;
		message?: string;
		podIP?: string;
		podIPs?: { ip: string }[];
		hostIP?: string;
		nominatedNodeName?: string;
		startTime?: string;
		conditions?: KubePodCondition[];
		initContainerStatuses?: KubeContainerStatus[];
		containerStatuses?: KubeContainerStatus[];
		ephemeralContainerStatuses?: KubeContainerStatus[];
	};
};

export type KubeContainer = {
	name: string;
	image?: string;
	/** On an init container `Always` makes it a sidecar (KEP-753); on others it goes before the pod's (KEP-5307). */
	restartPolicy?: string;
	/** By exit code: `Restart`, `RestartAllContainers` (KEP-5307, KEP-5532). */
	restartPolicyRules?: { action?: string }[];
	/** Hooks of the kubelet; a runtime knows nothing of them. */
	lifecycle?: { preStop?: object; postStart?: object };
	/** Quantities as written: `128Mi`. Not checked: a value may be anything. */
	resources?: { limits?: Record<string, unknown> };
	ports?: { containerPort: number; hostPort?: number; protocol?: string; name?: string }[];
};

export type KubePodCondition = {
	type: string;
	status: string;
	reason?: string;
	message?: string;
	lastTransitionTime?: string;
};

export type KubeContainerStatus = {
	name: string;
	/** `docker://<id>`, `containerd://<id>`, `cri-o://<id>`; empty or absent before the first start. */
	containerID?: string;
	image?: string;
	imageID?: string;
	ready?: boolean;
	started?: boolean | null;
	restartCount?: number;
	state?: KubeContainerState;
	lastState?: KubeContainerState;
};

/** At most one of the three is set; none means waiting (API documentation of ContainerState). */
export type KubeContainerState = {
	waiting?: { reason?: string; message?: string };
	running?: { startedAt?: string | null };
	terminated?: {
		exitCode: number;
		signal?: number;
		reason?: string;
		message?: string;
		startedAt?: string | null;
		finishedAt?: string | null;
		containerID?: string;
	};
};
