import type { Behaviour } from '../behaviour.ts';
import type { Mount } from '../kubelet/pod-config.ts';
import type { Moment } from '../moment.ts';
import type { Pin } from '../proc/kernel.ts';
import type { NamespacePlan } from './namespace-plan.ts';

/** CRI's words for whose namespace it is. */
export type NamespaceMode = 'POD' | 'CONTAINER' | 'NODE' | 'TARGET';

/** What the kubelet asks for as a sandbox (PodSandboxConfig). */
export type SandboxConfig = {
	pod: { name: string; uid: string; kubeNamespace: string };
	attempt: number;
	labels: Readonly<Record<string, string>>;
	annotations: Readonly<Record<string, string>>;
	hostname: string;
	logDirectory: string;
	/** As the kubelet's cgroup driver writes it. */
	cgroupParent: string;
	ports: readonly number[];
	modes: SandboxModes;
	/** Empty: the default runtime. */
	handler: string;
};

export type SandboxModes = {
	network: 'POD' | 'NODE';
	ipc: 'POD' | 'NODE';
	pid: 'POD' | 'CONTAINER' | 'NODE';
	user: 'POD' | 'NODE';
};

/** What the kubelet asks for as a container (ContainerConfig). */
export type ContainerConfig = {
	sandboxId: string;
	name: string;
	attempt: number;
	/** As in the pod's spec. */
	image: string;
	command: readonly string[];
	labels: Readonly<Record<string, string>>;
	annotations: Readonly<Record<string, string>>;
	env: readonly string[];
	mounts: readonly Mount[];
	/** Below the sandbox's log directory. */
	logPath: string;
	pid: { mode: NamespaceMode; targetId?: string };
	behaviour: Behaviour;
};

/** A sandbox as the simulated runtime keeps it. */
export type SandboxRecord = SandboxConfig & {
	kind: 'sandbox';
	id: string;
	created: Moment;
	ready: boolean;
	/** Namespaces that files keep: containerd's net, all but pid and mnt with CRI-O. Empty once they are released. */
	pins: readonly Pin[];
	/** Where the pins were; stays when they are released. */
	pinPaths: Readonly<Partial<Record<Pin['kind'], string>>>;
	/** Absent with the host's network, and once the network is taken down. */
	ip?: string;
	/** There is a pause process, or was. */
	hasInfra: boolean;
	/** Settled when it was made. */
	plan: NamespacePlan;
};

/** A container as the simulated runtime keeps it. */
export type ContainerRecord = ContainerConfig & {
	kind: 'container';
	id: string;
	podUid: string;
	created: Moment;
	/** Settled when it was made, from what its sandbox was then. */
	plan: NamespacePlan;
	state: 'created' | 'running' | 'exited';
	started?: Moment;
	finished?: Moment;
	exitCode: number;
	oomKilled: boolean;
};

export type CriRecord = SandboxRecord | ContainerRecord;
