import type { LinuxNamespaceKind } from './linux-namespace.ts';

/**
 * Where a container stands in its life, in the runtime's own words.
 * Docker: `State` of `GET /containers/json`. CRI: container states map to created, running and exited;
 * sandbox states are `ready` and `notready`, because CRI says nothing about the pause process.
 */
export type RuntimeState =
	| 'created'
	| 'running'
	| 'paused'
	| 'restarting'
	| 'removing'
	| 'exited'
	| 'dead'
	| 'ready'
	| 'notready'
	| 'unknown';

/** One entry of a container runtime's listing: a sandbox or a container, not yet joined with anything. */
export type RuntimeRecord = {
	/** The full id, never shortened. */
	id: string;
	/** The runtime that listed it, by its source's name: `docker`, `containerd`, `cri-o`. */
	runtime: string;
	/** The runtime's own name for it, without Docker's leading slash: `k8s_POD_web_default_…_0`. */
	name: string;
	labels: Readonly<Record<string, string>>;
	state: RuntimeState;
	/** Image as the runtime prints it: a name, or `sha256:…` (dockershim passes app images by id). */
	image?: string;
	/** Milliseconds since the epoch, as are all times here. Docker's listing has whole seconds only. */
	createdAt?: number;
	/** Known once the record has been inspected. Absent for a container that never started. */
	startedAt?: number;
	finishedAt?: number;
	exitCode?: number;
	oomKilled?: boolean;
	/** Host pid of the first process, where the runtime was asked for it. The scan of /proc is the first source. */
	pid?: number;
	/**
	 * Containers whose namespaces this one was created in, by full id. Docker: `container:ID` in HostConfig; its listing has the
	 * NetworkMode only, an inspection also IpcMode and PidMode. CRI: the sandbox for each kind with a path in the verbose
	 * status's runtimeSpec, and the target of an ephemeral container under `pid`.
	 */
	joins?: Readonly<Partial<Record<LinuxNamespaceKind, string>>>;
	/** What the runtime itself says about the pod, where it has fields for it (CRI). Docker has only labels and names. */
	metadata?: RuntimeMetadata;
	/** The runtime's word for why it ended: `Completed`, `Error`, `OOMKilled`, `StartError` (CRI's ContainerStatus). */
	reason?: string;
	/** The pod's first IP as the runtime knows it (CRI's PodSandboxStatus). Absent with the host's network. */
	sandboxIp?: string;
	/** The runtime class's handler, for sandboxes that do not use the default one (`kata`, `runsc`). */
	runtimeHandler?: string;
	/** Files that keep a sandbox's namespaces alive, by kind: CRI-O's without a pause process, containerd's net. */
	pinnedNamespaces?: Readonly<Partial<Record<LinuxNamespaceKind, string>>>;
	/** `false`: the sandbox has a user namespace of its own. Absent when the runtime does not tell. */
	hostUsers?: boolean;
};

/** The pod coordinates that CRI carries as fields of their own. */
export type RuntimeMetadata = {
	role: 'sandbox' | 'container';
	podUid?: string;
	podName?: string;
	kubeNamespace?: string;
	containerName?: string;
	attempt?: number;
	sandboxId?: string;
};

/** Whether a record in this state has (or should have) a living first process. */
export function isAlive(state: RuntimeState): boolean {
	return state === 'running' || state === 'paused' || state === 'restarting' || state === 'ready';
}
