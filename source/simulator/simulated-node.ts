import type { Clock } from './clock.ts';
import type { Resource } from './kube/kube-api.ts';
import type { FoundContainer, OperatorAction } from './operator.ts';
import type { PodSpecInput } from './pod-spec-input.ts';
import type { CgroupStyle } from './proc/proc-files.ts';

export type SimulatedNodeOptions = {
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
	/** Default `v1-cgroupfs`. */
	cgroup?: CgroupStyle;
};

/** A node that speaks the real protocols: Docker Engine API, Kubernetes API, /proc. */
export type SimulatedNode = {
	/** Path of the Unix socket. */
	dockerSocket: string;
	/** Path of a kubeconfig file. */
	kubeconfig: string;
	/** The directory that holds `proc`. */
	hostRoot: string;
	nodeName: string;
	clock: Clock;
	/** The daemon; containers live on without it. `hang`: it accepts and never answers. */
	docker: { stop(): Promise<void>; start(): Promise<void>; hang(on: boolean): void };
	api: {
		stop(): Promise<void>;
		start(): Promise<void>;
		hang(on: boolean): void;
		/** Answers 403 for a resource. */
		forbid(resource: Resource, on: boolean): void;
	};
	kubelet: { stop(): void; start(): void };
	/** What an operator does with `docker`. Resolves when the command would return. */
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
