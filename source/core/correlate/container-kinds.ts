import type { KubeContainer, KubePod } from '../kube-pod.ts';
import type { ContainerKind } from '../node-view.ts';

/** A container as the pod's spec declares it. */
export type DeclaredContainer = { name: string; kind: ContainerKind; ports: readonly number[] };

/**
 * The containers of a pod's spec in display order: init and sidecar as they start, apps, ephemeral.
 * Only the spec tells a container's kind: no runtime marks it (facts: no upstream label exists).
 */
export function declaredContainers(pod: KubePod): readonly DeclaredContainer[] {
	const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
	return [
		...initContainers.map((container) => declare(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init')),
		...containers.map((container) => declare(container, 'app')),
		...ephemeralContainers.map((container) => declare(container, 'ephemeral')),
	];
}

function declare(container: KubeContainer, kind: ContainerKind): DeclaredContainer {
	return { name: container.name, kind, ports: container.ports?.map((port) => port.containerPort) ?? [] };
}
