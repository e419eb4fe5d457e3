import type { KubePod } from './kube-pod.ts';

/**
 * The UID under which the node knows the pod. A static pod's is the hash of its manifest; the API's copy (the mirror pod)
 * has a metadata.uid of its own and names the hash in its annotations (kubelet pkg/kubelet/types/pod_update.go).
 */
export function runtimeUid(pod: KubePod): string {
	const annotations = pod.metadata.annotations;
	const isMirror = annotations?.['kubernetes.io/config.mirror'] !== undefined;
	if (!isMirror) return pod.metadata.uid;
	return annotations?.['kubernetes.io/config.hash'] ?? annotations?.['kubernetes.io/config.mirror'] ?? pod.metadata.uid;
}
