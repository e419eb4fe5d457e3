import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import type { PodSnapshot, SeenContainer } from './pod-snapshot.ts';

/** Which incarnation of a container to make, and where. */
export type Incarnation = {
	attempt: number;
	sandboxId: string;
	/** Of the container an ephemeral one looks into. */
	targetId?: string;
};

/** What a container's status in the API says about its place in the runtime. */
export type StatusNames = { containerID: string; image: string; imageID: string };

/**
 * A container runtime as its kubelet uses it. Its verbs take as long as the real ones did, and fail while the daemon is
 * down, as a connection to it would.
 */
export type PodRuntime = {
	pace: RuntimePace;
	isRunning(): boolean;
	/** Called with the uid of a pod of which something has changed. Returns how to stop that. */
	onChange(listener: (uid: string) => void): () => void;
	/** What there is of a pod at this moment. */
	look(uid: string): PodSnapshot;
	/** One sandbox (`POD`) or container. */
	find(id: string): { name: string; attempt: number; running: boolean } | undefined;
	/** Creates and starts a sandbox, its network included; resolves to its id. */
	runSandbox(pod: KubeletPod, attempt: number): Promise<string>;
	/** Resolves to the container's id. */
	createContainer(pod: KubeletPod, container: RoledContainer, incarnation: Incarnation): Promise<string>;
	startContainer(id: string): Promise<void>;
	/** Does nothing to one that is gone or has ended. */
	stopContainer(id: string, graceMs: number): Promise<void>;
	/** Does nothing to those that are gone or stopped altogether. */
	stopSandboxes(ids: readonly string[]): Promise<void>;
	/** A container or sandbox that does not run. */
	remove(id: string): Promise<void>;
	/** @param image as the pod's spec has it */
	nameStatus(seen: SeenContainer, image: string): StatusNames;
};

/** How long the kubelet takes between one request to its runtime and the next, in milliseconds. */
export type RuntimePace = {
	beforeSandbox: number;
	/** Until the first container is created. */
	afterSandbox: number;
	afterContainer: number;
	beforeRemoval: number;
	afterRemoval: number;
};
