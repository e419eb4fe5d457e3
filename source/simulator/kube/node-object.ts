import { formatKubeTime, type KubeObject } from './kube-object.ts';

type Parts = { name: string; ip: string; uid: string; createdAt: number; containerRuntimeVersion: string };

const pressures = [
	['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
	['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
	['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const;

/** The Node object while its kubelet is well. */
export function formatNode({ name, ip, uid, createdAt, containerRuntimeVersion }: Parts): KubeObject {
	const capacity = { cpu: '4', memory: '8388608Ki', pods: '110', 'ephemeral-storage': '83873772Ki' };
	return {
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {
			name,
			uid,
			creationTimestamp: formatKubeTime(createdAt),
			labels: {
				'kubernetes.io/arch': 'amd64',
				'kubernetes.io/hostname': name,
				'kubernetes.io/os': 'linux',
			},
			annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
			managedFields: [
				{
					apiVersion: 'v1',
					fieldsType: 'FieldsV1',
					fieldsV1: { 'f:status': {} },
					manager: 'kubelet',
					operation: 'Update',
				},
			],
		},
		spec: { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] },
		status: {
			addresses: [
				{ address: ip, type: 'InternalIP' },
				{ address: name, type: 'Hostname' },
			],
			allocatable: capacity,
			capacity,
			conditions: formatConditions(createdAt, createdAt),
			daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
			nodeInfo: {
				architecture: 'amd64',
				bootID: 'dad70ecc-235b-4c1f-a143-7fc8b7d4f973',
				containerRuntimeVersion,
				kernelVersion: '6.1.0-26-amd64',
				kubeletVersion: 'v1.34.2',
				machineID: '3d1219c7c4c5404aaa1f6d2a48adfda4',
				operatingSystem: 'linux',
				osImage: 'Debian GNU/Linux 12 (bookworm)',
				systemUUID: '3d1219c7c4c5404aaa1f6d2a48adfda4',
			},
		},
	};
}

/** The same node with its conditions as of `now`: reported by the kubelet, or unknown because it has been silent. */
export function changeNodeReadiness(node: KubeObject, ready: boolean, now: number): KubeObject {
	const status = node.status as Record<string, unknown>;
	const before = (status.conditions as { type: string; status: string; lastTransitionTime: string }[]).find(
		({ type }) => type === 'Ready',
	);
	const since = before?.status === 'True' ? Date.parse(before.lastTransitionTime) : now;
	const conditions = ready ? formatConditions(now, since) : formatUnknownConditions(now);
	const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: formatKubeTime(now) };
	const spec = { ...(node.spec as Record<string, unknown>), taints: ready ? undefined : [taint] };
	return { ...node, spec, status: { ...status, conditions } };
}

function formatConditions(now: number, since: number) {
	const times = { lastHeartbeatTime: formatKubeTime(now), lastTransitionTime: formatKubeTime(since) };
	return [
		...pressures.map(([type, reason, message]) => ({ ...times, message, reason, status: 'False', type })),
		{ ...times, message: 'kubelet is posting ready status', reason: 'KubeletReady', status: 'True', type: 'Ready' },
	];
}

function formatUnknownConditions(now: number) {
	const said = { message: 'Kubelet stopped posting node status.', reason: 'NodeStatusUnknown', status: 'Unknown' };
	return [...pressures.map(([type]) => type), 'Ready'].map((type) => ({
		...said,
		type,
		lastHeartbeatTime: formatKubeTime(now - 40_000),
		lastTransitionTime: formatKubeTime(now),
	}));
}
