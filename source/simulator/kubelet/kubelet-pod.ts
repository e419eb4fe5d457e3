import type { KubeObject } from '../kube/kube-object.ts';
import { listContainers, type PodSpecInput, type RoledContainer } from '../pod-spec-input.ts';

/** A pod as its kubelet keeps it. */
export type KubeletPod = {
	/** The runtime's uid: metadata.uid, or the config hash of a static pod. */
	uid: string;
	name: string;
	kubeNamespace: string;
	input: PodSpecInput;
	containers: readonly RoledContainer[];
	/** metadata.annotations, which become the sandbox's. */
	annotations: Readonly<Record<string, string>>;
	/** metadata.uid of its API object; absent while a static pod has no mirror. */
	apiUid?: string;
	/** When the kubelet first saw it, RFC 3339. */
	startTime: string;
	/** Somebody asked for its end. */
	deletion?: { graceMs: number };
	/** Everything in it has been stopped. */
	terminated: boolean;
};

/** What outlives the kubelet process: log files and manifests. */
export type NodeDisk = {
	/** Numbers of the log files by `uid/container`. */
	logs: Map<string, Set<number>>;
	/** Static pods by config hash. */
	manifests: Map<string, PodSpecInput>;
	/** What the pods of the API server consist of, by metadata.uid. */
	inputs: Map<string, PodSpecInput>;
};

export function createNodeDisk(): NodeDisk {
	return { logs: new Map(), manifests: new Map(), inputs: new Map() };
}

/** A pod from the API server's object. */
export function createKubeletPod(object: KubeObject, input: PodSpecInput, startTime: string): KubeletPod {
	return {
		uid: readRuntimeUid(object),
		name: object.metadata.name,
		kubeNamespace: object.metadata.namespace ?? 'default',
		input: { ...input, name: object.metadata.name },
		containers: listContainers(input),
		annotations: object.metadata.annotations ?? {},
		apiUid: object.metadata.uid,
		startTime: (object.status as { startTime?: string } | undefined)?.startTime ?? startTime,
		terminated: false,
	};
}

/** The runtime's uid of an API object: metadata.uid, or the config hash of a static pod. */
export function readRuntimeUid({ metadata }: KubeObject): string {
	return metadata.annotations?.['kubernetes.io/config.mirror'] ?? metadata.uid;
}
