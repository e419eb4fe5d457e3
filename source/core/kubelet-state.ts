/** What is known of the node's kubelet. Only with one that works will a stopped pod come back. */
export type NodeCondition = {
	/** Whether its process was seen at the last look. Undefined: /proc was not readable, or none of a known name was ever seen. */
	running?: boolean;
	/** Node condition Ready of the API server: `True`, `False`, `Unknown`. */
	ready?: string;
	/** When the kubelet last told the API server of its state (the Ready condition's lastHeartbeatTime), milliseconds. */
	heardAt?: number;
};
