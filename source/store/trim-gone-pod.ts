import type { KubeContainer, KubePod } from '../core/kube-pod.ts';

/**
 * What restart stories need of a pod that is gone. The rest (environment, volumes, annotations) is most of the object, would be
 * kept for an hour, and can hold what an operator wants forgotten.
 */
export function trimGonePod({ apiVersion, kind, metadata, spec, status }: KubePod): KubePod {
	const { annotations: _, labels: __, ...name } = metadata;
	const { containers, initContainers, ephemeralContainers } = spec;
	return {
		apiVersion,
		kind,
		metadata: name,
		spec: {
			nodeName: spec.nodeName,
			hostNetwork: spec.hostNetwork,
			shareProcessNamespace: spec.shareProcessNamespace,
			restartPolicy: spec.restartPolicy,
			terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
			containers: containers.map(trimContainer),
			initContainers: initContainers?.map(trimContainer),
			ephemeralContainers: ephemeralContainers?.map(trimContainer),
		},
		status,
	};
}

function trimContainer({ name, image, restartPolicy, restartPolicyRules }: KubeContainer): KubeContainer {
	return { name, image, restartPolicy, restartPolicyRules };
}
