import { join } from 'node:path';

/** Where a kubeconfig may lie. */
export type KubeconfigPlace = {
	/** For people: the path, or `$KUBECONFIG`. */
	name: string;
	paths: readonly string[];
	/** Somebody asked for this one: then nothing else will do. */
	explicit: boolean;
	/** A place of the node itself, which lies below `hostRoot`. */
	ofNode: boolean;
};

export type CredentialEnvironment = Readonly<
	Partial<Record<'KUBECONFIG' | 'KUBERNETES_SERVICE_HOST' | 'KUBERNETES_SERVICE_PORT', string>>
>;

/** The administrator's kubeconfig before the kubelet's own, which may see less: kubeadm, k3s, rke2, k0s, microk8s. */
const nodePaths = [
	'/etc/kubernetes/admin.conf',
	'/etc/kubernetes/kubelet.conf',
	// the kubelet's on EKS, GKE and Debian-like set-ups
	'/var/lib/kubelet/kubeconfig',
	'/etc/rancher/k3s/k3s.yaml',
	'/var/lib/rancher/k3s/agent/kubelet.kubeconfig',
	'/etc/rancher/rke2/rke2.yaml',
	'/var/lib/rancher/rke2/agent/kubelet.kubeconfig',
	'/var/lib/k0s/pki/admin.conf',
	'/var/lib/k0s/kubelet.conf',
	'/var/snap/microk8s/current/credentials/client.config',
	'/var/snap/microk8s/current/credentials/kubelet.config',
];

/** The kubeconfigs to try before the pod's service account, in kubectl's order; an explicit one is the only one. */
export function listUserPlaces(options: {
	kubeconfig?: string;
	env: CredentialEnvironment;
	home?: string;
}): KubeconfigPlace[] {
	if (options.kubeconfig) {
		return [{ name: options.kubeconfig, paths: [options.kubeconfig], explicit: true, ofNode: false }];
	}
	const named = options.env.KUBECONFIG?.split(':').filter((path) => path !== '') ?? [];
	if (named.length > 0) {
		return [{ name: `$KUBECONFIG (${named.join(':')})`, paths: named, explicit: true, ofNode: false }];
	}
	if (!options.home) return [];
	const path = join(options.home, '.kube', 'config');
	return [{ name: path, paths: [path], explicit: false, ofNode: false }];
}

/** The kubeconfigs to try after the pod's service account. */
export function listNodePlaces(): KubeconfigPlace[] {
	return nodePaths.map((path) => ({ name: path, paths: [path], explicit: false, ofNode: true }));
}
