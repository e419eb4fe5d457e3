import type { Clock } from './clock.ts';
import type { Resource } from './kube/kube-api.ts';
import type { KubeletService } from './kubelet-service.ts';
import type { SandboxName } from './node-engine.ts';
import type { FoundContainer, OperatorAction } from './operator.ts';
import type { PodSpecInput } from './pod-spec-input.ts';
import type { Kernel } from './proc/kernel.ts';
import type { CgroupStyle } from './proc/proc-files.ts';

type NodeOptions = {
	/** Where socket, kubeconfig and proc/ go; default: a fresh one for its owner only, in memory where possible. */
	directory?: string;
	/** So many more pods `many-1`, `many-2` …, each with a pause and three containers. */
	pods?: number;
	/** The article's pods; default true. */
	story?: boolean;
	/** Things happen by themselves now and then; default false. */
	autonomous?: boolean;
	/** Default: the machine's clock. */
	clock?: Clock;
	seed?: number;
	/** Default `v1-cgroupfs`, with CRI-O `v2-systemd`. */
	cgroup?: CgroupStyle;
};

/** A node whose kubelet has its containers from Docker. */
export type SimulatedNodeOptions = NodeOptions & { runtime?: 'docker' };

/** A node whose kubelet has its containers from a CRI runtime, without any Docker. */
export type SimulatedCriNodeOptions = NodeOptions & {
	runtime: 'containerd' | 'cri-o';
	/** containerd 1 (1.6.20, the default) or 2, which knows user namespaces and lets anybody read CRI's events. */
	containerdMajor?: 1 | 2;
	/** CRI-O's `enable_pod_events`; default false, as there: its stream of CRI events then ends at once. */
	podEvents?: boolean;
};

/** The engine's daemon; containers live on without it. `hang`: it accepts and never answers. */
export type DaemonControl = {
	stop(): Promise<void>;
	start(): Promise<void>;
	hang(on: boolean): void;
	/** Each answer, and each event, comes so many milliseconds late; 0: no longer. */
	slow(ms: number): void;
	/** A sandbox's name stays taken by a try that never ended and is not listed, until `holder` is undefined. */
	reserve(sandbox: SandboxName, holder: string | undefined): void;
};

export type CriControl = Omit<DaemonControl, 'hang'> & {
	/**
	 * It accepts and never answers: everything, one method (`ContainerStatus`), or questions to it about one sandbox or container.
	 * `hang(false)` lets everything go.
	 */
	hang(on: boolean, method?: string, id?: string): void;
	/** From now on a method is answered with Unimplemented. */
	unimplemented(method: string): void;
};

type CommonNode = {
	/** Path of a kubeconfig file. */
	kubeconfig: string;
	/** The directory that holds `proc`, and with a CRI runtime `run`. */
	hostRoot: string;
	nodeName: string;
	clock: Clock;
	/** Whichever runtime serves the kubelet. */
	engine: DaemonControl;
	api: {
		stop(): Promise<void>;
		start(): Promise<void>;
		hang(on: boolean): void;
		/** Answers 403 for a resource. */
		forbid(resource: Resource, on: boolean): void;
	};
	kubelet: KubeletService;
	/** What happens on the machine past kubelet and runtime. */
	host: Pick<Kernel, 'spawn' | 'exit' | 'find' | 'pin' | 'unpin'>;
	/** The network plugin's books are lost: the next sandbox gets this address, whoever has it. */
	forgetAddress(address: string): void;
	/** As `crictl runp`, or `docker run` with a kubelet's labels: a sandbox that no kubelet has asked for. Resolves to its id. */
	runSandbox(sandbox: SandboxName): Promise<string>;
	/** What an operator does at the node's command line. Resolves when the command would return. */
	run(action: OperatorAction): Promise<void>;
	/** The newest incarnation of a pod's container; without a container's name, of its pause. */
	findContainer(pod: string, container?: string, kubeNamespace?: string): FoundContainer | undefined;
	/** Returns the pod's UID as the runtime knows it. */
	createPod(spec: PodSpecInput): string;
	/** As `kubectl delete pod`. @throws Error when there is no such pod */
	deletePod(kubeNamespace: string, name: string): void;
	/** Ends everything and removes its files. */
	close(): Promise<void>;
};

/** A node that speaks the real protocols: Docker Engine API, Kubernetes API, /proc. */
export type SimulatedNode = CommonNode & {
	runtime: 'docker';
	/** Path of the Unix socket. */
	dockerSocket: string;
	criSocket?: undefined;
	docker: DaemonControl;
	cri?: undefined;
};

/** The same with CRI, and what containerd has beside it, in Docker's place. */
export type SimulatedCriNode = CommonNode & {
	runtime: 'containerd' | 'cri-o';
	dockerSocket?: undefined;
	/** Path of the Unix socket, which lies below `hostRoot` where it does on a real node. */
	criSocket: string;
	docker?: undefined;
	cri: CriControl;
};
