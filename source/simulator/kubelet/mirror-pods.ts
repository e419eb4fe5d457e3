import type { KubeObject } from '../kube/kube-object.ts';
import { formatPod } from '../kube/pod-object.ts';
import { timings } from '../timings.ts';
import type { KubeletParts } from './kubelet-parts.ts';

/** Static pods live on the node; the API server only has their mirrors, which the kubelet makes again when they go. */
export type Mirrors = {
	/** Makes the mirrors that are missing. */
	ensure(): void;
	isMirror(object: KubeObject): boolean;
	/** Somebody deleted a mirror: it goes, and comes back with another uid. */
	replace(object: KubeObject): void;
};

export function createMirrors({ clock, random, api, disk, nodeName, nodeUid }: KubeletParts): Mirrors {
	const ensure = () => {
		for (const [hash, input] of disk.manifests) {
			const name = `${input.name}-${nodeName}`;
			const kubeNamespace = input.kubeNamespace ?? 'default';
			if (api.collections.pods.get(kubeNamespace, name) !== undefined) continue;
			const uid = random.uuid();
			disk.inputs.set(uid, { ...input, name });
			api.write(`mirror ${hash}`, () => {
				const parts = { uid, nodeName, nodeUid, now: clock.now(), configHash: hash };
				api.collections.pods.put(formatPod({ ...input, name }, parts));
			});
		}
	};
	return {
		ensure,
		isMirror: (object) => object.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined,
		replace(object) {
			const { name, namespace = 'default', uid } = object.metadata;
			clock.setTimeout(() => api.finishPod(namespace, name, uid), timings.workTick);
			disk.inputs.delete(uid);
		},
	};
}
