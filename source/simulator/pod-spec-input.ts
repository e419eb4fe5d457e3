import type { Behaviour } from './behaviour.ts';

/** What one container of a simulated pod is and how its process behaves. */
export type ContainerInput = {
	name: string;
	/** Default `busybox`. */
	image?: string;
	/** Default: what the image would run (`/bin/NAME` for unknown ones). */
	command?: readonly string[];
	ports?: readonly number[];
	env?: Readonly<Record<string, string>>;
	/** It ends by itself so many milliseconds after its start. Absent: it runs until somebody ends it. */
	runsFor?: number;
	/** With `runsFor`; default 0. */
	exitCode?: number;
	/** It ends because the kernel's OOM killer takes it. */
	oom?: boolean;
	/** Exit code of its TERM handler. Absent: it has none, so TERM ends it with 143, or does nothing to PID 1 of a namespace. */
	termExitCode?: number;
	/** Command lines of further processes in it. */
	processes?: readonly string[];
	/** A process that its parent leaves behind: a zombie once it has ended, unless a pause is its pod's PID 1. */
	orphan?: Behaviour['orphan'];
	/** Ports of the pod's other containers that it has connections with. */
	talksTo?: readonly number[];
	/** The registry does not have the image: ErrImagePull, ImagePullBackOff. */
	imageMissing?: boolean;
	/** On an init container: a sidecar. */
	restartPolicy?: 'Always';
	/** What `logs` prints. */
	logs?: readonly string[];
	/** What it goes on to print, on a node where things happen by themselves. */
	chatter?: Behaviour['chatter'];
	/** Memory and CPU; the same is requested. */
	limits?: Behaviour['limits'];
	/** Processes, but for the first one, that were killed for lack of memory. */
	oomKills?: number;
	/** It only waits: nothing in it changes while nothing happens to it. */
	idle?: boolean;
};

/** @property targetIgnored the runtime does not know targets: it gets a pid namespace of its own (kubernetes#98362) */
export type EphemeralInput = ContainerInput & { targetContainerName?: string; targetIgnored?: boolean };

/** A pod to put on the simulated node. */
export type PodSpecInput = {
	name: string;
	/** Default `default`. */
	kubeNamespace?: string;
	labels?: Readonly<Record<string, string>>;
	annotations?: Readonly<Record<string, string>>;
	containers: readonly ContainerInput[];
	initContainers?: readonly ContainerInput[];
	/** Attached once the pod runs, as `kubectl debug` does. */
	ephemeralContainers?: readonly EphemeralInput[];
	/** Default `Always`. */
	restartPolicy?: 'Always' | 'OnFailure' | 'Never';
	shareProcessNamespace?: boolean;
	hostNetwork?: boolean;
	hostPID?: boolean;
	hostIPC?: boolean;
	/** False: user namespaces of its own, where the runtime knows them. */
	hostUsers?: boolean;
	/** `gvisor` or `kata`; Docker knows none. */
	runtimeClassName?: string;
	/** Default 30. */
	terminationGracePeriodSeconds?: number;
	/** Default: what follows from the limits. */
	qosClass?: QosClass;
	/** A manifest on the node: the runtime knows it by its hash, the API server by a mirror pod `NAME-NODE`. */
	static?: boolean;
	ownerReference?: { kind: string; name: string; apiVersion: string };
};

export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

/** As the API server reckons (pkg/apis/core/v1/helper/qos): requests are the limits here. */
export function chooseQosClass(spec: PodSpecInput): QosClass {
	if (spec.qosClass !== undefined) return spec.qosClass;
	const limits = [...(spec.initContainers ?? []), ...spec.containers].map((each) => each.limits ?? {});
	if (limits.every(({ memory, cpu }) => memory !== undefined && cpu !== undefined)) return 'Guaranteed';
	return limits.some(({ memory, cpu }) => memory !== undefined || cpu !== undefined) ? 'Burstable' : 'BestEffort';
}

/** How the kubelet sees a container of the spec. */
export type ContainerRole = 'init' | 'sidecar' | 'app' | 'ephemeral';

export type RoledContainer = EphemeralInput & { role: ContainerRole };

/** All containers of a spec with their roles, in the order of the spec: init and sidecars, apps, ephemeral ones. */
export function listContainers(spec: PodSpecInput): RoledContainer[] {
	return [
		...(spec.initContainers ?? []).map(
			(each): RoledContainer => ({ ...each, role: each.restartPolicy === 'Always' ? 'sidecar' : 'init' }),
		),
		...spec.containers.map((each): RoledContainer => ({ ...each, role: 'app' })),
		...(spec.ephemeralContainers ?? []).map((each): RoledContainer => ({ ...each, role: 'ephemeral' })),
	];
}
