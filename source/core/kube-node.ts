/** The Node object: the part that is used. Field names are those of the Kubernetes API (core/v1 Node). */
export type KubeNode = {
	metadata: { name: string; uid?: string; creationTimestamp?: string; labels?: Record<string, string> };
	spec?: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[]; podCIDR?: string };
	status?: {
		conditions?: {
			type: string;
			status: string;
			reason?: string;
			message?: string;
			lastHeartbeatTime?: string;
			lastTransitionTime?: string;
		}[];
		addresses?: { type: string; address: string }[];
		nodeInfo?: {
			kubeletVersion?: string;
			containerRuntimeVersion?: string;
			kernelVersion?: string;
			osImage?: string;
			architecture?: string;
			bootID?: string;
		};
	};
};
