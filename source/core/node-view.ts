import type { KubeNode } from './kube-node.ts';
import type { KubePod } from './kube-pod.ts';
import type { LinuxNamespaceKind, LinuxNamespaces, Sharing } from './linux-namespace.ts';
import type { RuntimeState } from './runtime-record.ts';

/** Everything known about the node at one moment, joined: what the screen, `get` and the findings read. */
export type NodeView = {
	node?: KubeNode;
	/** The Node object's name, else what the machine itself says. */
	nodeName?: string;
	/** Sorted by kubeNamespace, then name, as kubectl prints them. */
	pods: readonly PodView[];
	/** What runs here and belongs to no pod. */
	unmatched: readonly UnmatchedView[];
	/** pid 1's namespaces: what `host` means. Empty when not readable. */
	hostNamespaces: LinuxNamespaces;
};

/** Who knows the pod. */
export type Matched = 'api+runtime' | 'api' | 'runtime';

/** What joined a runtime's record to its pod. */
export type Evidence = 'container-id' | 'label' | 'name' | 'metadata' | 'cgroup';

export type PodView = {
	/** The runtime UID: metadata.uid, for static pods the config hash. Stable for the pod's life. */
	uid: string;
	kubeNamespace: string;
	name: string;
	matched: Matched;
	/** The API's object; absent when no API server knows the pod (or none was asked). */
	api?: KubePod;
	/** kubectl's columns, computed from `api`; see kubectl-row.ts. Absent without the API. */
	phase?: string;
	/** `2/3`. */
	ready?: string;
	/** kubectl's STATUS; for a pod that only the runtime knows, the sandbox's state in crictl's words: `Ready`, `NotReady`. */
	status: string;
	/** kubectl's RESTARTS, the number. */
	restarts?: number;
	/** The time behind kubectl's "(5m ago)". */
	lastRestartAt?: number;
	createdAt?: number;
	ip?: string;
	hostNetwork?: boolean;
	nodeName?: string;
	nominatedNode?: string;
	/** `1/2`; absent when the pod has no readiness gates. */
	readinessGates?: string;
	/** Newest first; the first one is `current`. */
	sandboxes: readonly SandboxView[];
	/** init, sidecar and app containers in the order of the spec, then ephemeral, then unknown; of one name the newest first. */
	containers: readonly ContainerView[];
};

type IncarnationView = {
	/** Full id. Absent for a container that the API expects and nobody has made yet. */
	id?: string;
	/** Absent when neither label, name nor API tells. */
	attempt?: number;
	/** The newest incarnation. The others are the attempt chain. */
	current: boolean;
	/** Host pid of the first process while it lives. */
	pid?: number;
	/** (pid, startTicks) is the process's identity. */
	startTicks?: number;
	startedAt?: number;
	finishedAt?: number;
	exitCode?: number;
	oomKilled?: boolean;
	image?: string;
	/** The runtime that lists it, as its source is named. Absent when only the API or only /proc knows it. */
	runtime?: string;
	evidence?: Evidence;
};

export type SandboxView = IncarnationView & {
	state: RuntimeState;
	linuxNamespaces?: LinuxNamespaces;
	/** It has no pause process: its runtime keeps the namespaces by files (CRI-O drops the infra container). */
	pinned?: boolean;
	/** The runtime class's handler, where it is not the default one. */
	runtimeHandler?: string;
	/** The handler runs containers in a guest: the host's inodes prove nothing about them. */
	isolated?: boolean;
	/** How the pause's own namespaces relate to the host: `host` or `own`; `unknown` when unreadable. Absent when it does not run. */
	sharing?: Readonly<Record<LinuxNamespaceKind, Sharing>>;
};

export type ContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral' | 'unknown';

export type ContainerView = IncarnationView & {
	name: string;
	kind: ContainerKind;
	/** The runtime's state; `waiting` for one that only the API knows, with the API's `reason`. */
	state: RuntimeState | 'waiting' | 'terminated';
	/** The API's reason for this very incarnation (CrashLoopBackOff, Completed, OOMKilled …). */
	reason?: string;
	/** Set only where the API and the runtime disagree about the current incarnation: what the API says, `running`, `waiting: BackOff`. */
	apiSays?: string;
	sandboxId?: string;
	/** The sandbox's attempt, where that sandbox is still known. */
	sandboxAttempt?: number;
	/** Present while the container runs (or should run). */
	linuxNamespaces?: Readonly<Record<LinuxNamespaceKind, NamespaceUse>>;
	/** Container ports from the spec. */
	ports?: readonly number[];
};

/** A namespace of one container: its inode where readable, and whose it is. */
export type NamespaceUse = {
	inode?: number;
	sharing: Sharing;
	/** For `other`: whose, in words: `nginx`, `pause #0`. */
	of?: string;
};

export type UnmatchedView = {
	id: string;
	name: string;
	/** `unknown` for one that only its processes' cgroup shows. */
	runtime: string;
	state: RuntimeState;
	pid?: number;
	startedAt?: number;
	finishedAt?: number;
	exitCode?: number;
	image?: string;
};
