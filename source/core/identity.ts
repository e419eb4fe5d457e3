import type { Evidence } from './node-view.ts';
import type { RuntimeMetadata, RuntimeRecord } from './runtime-record.ts';

/** Which pod a runtime's record says it belongs to, and as what. */
export type RuntimeIdentity = {
	role: 'sandbox' | 'container';
	/** The runtime UID: for a static pod the 32-hex config hash, not the mirror pod's metadata.uid. */
	podUid: string;
	podName: string;
	kubeNamespace: string;
	/** Absent for a sandbox. */
	containerName?: string;
	/** A sandbox's own attempt, or the container's restart count at its creation. */
	attempt?: number;
	/** The sandbox that a container was created in; absent for a sandbox and for names without labels. */
	sandboxId?: string;
	evidence: Evidence;
};

/**
 * Reads a record's pod from, in this order, the runtime's own fields (CRI), the kubelet's labels, the dockershim name.
 * Returns undefined for a container that no kubelet made.
 */
export function identifyRecord(
	record: Pick<RuntimeRecord, 'name' | 'labels' | 'metadata'>,
): RuntimeIdentity | undefined {
	return (
		identifyByMetadata(record.metadata, record.labels) ??
		identifyByLabels(record.labels, record.name) ??
		parseDockershimName(record.name)
	);
}

function identifyByMetadata(
	metadata: RuntimeMetadata | undefined,
	labels: Readonly<Record<string, string>>,
): RuntimeIdentity | undefined {
	if (!metadata) return undefined;
	const podUid = metadata.podUid ?? labels['io.kubernetes.pod.uid'];
	const podName = metadata.podName ?? labels['io.kubernetes.pod.name'];
	const kubeNamespace = metadata.kubeNamespace ?? labels['io.kubernetes.pod.namespace'];
	if (!podUid || !podName || !kubeNamespace) return undefined;
	return {
		role: metadata.role,
		podUid,
		podName,
		kubeNamespace,
		containerName: metadata.role === 'container' ? metadata.containerName : undefined,
		attempt: metadata.attempt,
		sandboxId: metadata.sandboxId,
		evidence: 'metadata',
	};
}

/** Labels of dockershim and cri-dockerd: core/docker_service.go, and the kubelet's kuberuntime/labels.go. */
function identifyByLabels(labels: Readonly<Record<string, string>>, name: string): RuntimeIdentity | undefined {
	const podUid = labels['io.kubernetes.pod.uid'];
	const podName = labels['io.kubernetes.pod.name'];
	const kubeNamespace = labels['io.kubernetes.pod.namespace'];
	if (!podUid || !podName || !kubeNamespace) return undefined;
	const containerName = labels['io.kubernetes.container.name'];
	const type = labels['io.kubernetes.docker.type'];
	// without the type label only the name POD tells: dockershim gives it to every sandbox
	const isSandbox = type ? type === 'podsandbox' : containerName === 'POD';
	if (!isSandbox && !containerName) return undefined;
	// a sandbox's attempt stands nowhere but in its name
	const attempt =
		parseDockershimName(name)?.attempt ?? parseCount(labels['annotation.io.kubernetes.container.restartCount']);
	return {
		role: isSandbox ? 'sandbox' : 'container',
		podUid,
		podName,
		kubeNamespace,
		containerName: isSandbox ? undefined : containerName,
		attempt,
		sandboxId: isSandbox ? undefined : labels['io.kubernetes.sandbox.id'],
		evidence: 'label',
	};
}

/**
 * Parses `k8s_<container|POD>_<pod>_<namespace>_<uid>_<attempt>[_<8 hex>]` (dockershim and cri-dockerd, core/naming.go).
 * The seventh part is a suffix against name conflicts. Anything else is no kubelet's name.
 */
export function parseDockershimName(name: string): RuntimeIdentity | undefined {
	const parts = name.replace(/^\//, '').split('_');
	if ((parts.length !== 6 && parts.length !== 7) || parts[0] !== 'k8s') return undefined;
	const [, containerName, podName, kubeNamespace, podUid, attemptText] = parts;
	const attempt = parseCount(attemptText);
	if (!containerName || !podName || !kubeNamespace || !podUid || attempt === undefined) return undefined;
	const isSandbox = containerName === 'POD';
	return {
		role: isSandbox ? 'sandbox' : 'container',
		podUid,
		podName,
		kubeNamespace,
		containerName: isSandbox ? undefined : containerName,
		attempt,
		evidence: 'name',
	};
}

function parseCount(text: string | undefined): number | undefined {
	return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
