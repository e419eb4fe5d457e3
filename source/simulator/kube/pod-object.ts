import { imageCommand } from '../image.ts';
import { type ContainerInput, chooseQosClass, listContainers, type PodSpecInput } from '../pod-spec-input.ts';
import { formatKubeTime, type KubeObject } from './kube-object.ts';

type Parts = {
	uid: string;
	nodeName: string;
	now: number;
	/** The runtime's uid of a static pod, whose mirror this is. */
	configHash?: string;
	nodeUid: string;
};

const tokenVolume = 'kube-api-access-x7k2p';

/** The Pod object as the API server has it right after the scheduler. */
export function formatPod(input: PodSpecInput, parts: Parts): KubeObject {
	const created = formatKubeTime(parts.now);
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: input.name,
			namespace: input.kubeNamespace ?? 'default',
			uid: parts.uid,
			creationTimestamp: created,
			...(input.labels === undefined ? {} : { labels: input.labels }),
			...formatAnnotations(input, parts),
			...formatOwner(input, parts),
			managedFields: formatManagedFields(input, created),
		},
		spec: formatSpec(input, parts.nodeName),
		status: {
			phase: 'Pending',
			conditions: [{ type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: created }],
			qosClass: chooseQosClass(input),
		},
	};
}

function formatAnnotations(input: PodSpecInput, { configHash, now }: Parts) {
	if (configHash === undefined) return input.annotations === undefined ? {} : { annotations: input.annotations };
	return {
		annotations: {
			...input.annotations,
			'kubernetes.io/config.hash': configHash,
			'kubernetes.io/config.mirror': configHash,
			'kubernetes.io/config.seen': new Date(now).toISOString(),
			'kubernetes.io/config.source': 'file',
		},
	};
}

function formatOwner(input: PodSpecInput, parts: Parts) {
	const owner =
		parts.configHash !== undefined
			? { apiVersion: 'v1', kind: 'Node', name: parts.nodeName, uid: parts.nodeUid }
			: input.ownerReference && { ...input.ownerReference, uid: parts.nodeUid.replace(/^.{8}/, '2ad788eb') };
	return owner === undefined ? {} : { ownerReferences: [{ ...owner, controller: true }] };
}

function formatSpec(input: PodSpecInput, nodeName: string) {
	const containers = listContainers(input);
	const of = (...roles: string[]) => containers.filter((each) => roles.includes(each.role)).map(formatContainer);
	return {
		...(input.initContainers === undefined ? {} : { initContainers: of('init', 'sidecar') }),
		containers: of('app'),
		...(input.ephemeralContainers === undefined ? {} : { ephemeralContainers: of('ephemeral') }),
		dnsPolicy: 'ClusterFirst',
		enableServiceLinks: true,
		...(input.hostNetwork ? { hostNetwork: true } : {}),
		...(input.hostPID ? { hostPID: true } : {}),
		...(input.hostIPC ? { hostIPC: true } : {}),
		...(input.hostUsers === undefined ? {} : { hostUsers: input.hostUsers }),
		nodeName,
		preemptionPolicy: 'PreemptLowerPriority',
		priority: 0,
		restartPolicy: input.restartPolicy ?? 'Always',
		...(input.runtimeClassName === undefined ? {} : { runtimeClassName: input.runtimeClassName }),
		schedulerName: 'default-scheduler',
		securityContext: {},
		serviceAccount: 'default',
		serviceAccountName: 'default',
		...(input.shareProcessNamespace ? { shareProcessNamespace: true } : {}),
		terminationGracePeriodSeconds: input.terminationGracePeriodSeconds ?? 30,
		tolerations: ['not-ready', 'unreachable'].map((key) => ({
			effect: 'NoExecute',
			key: `node.kubernetes.io/${key}`,
			operator: 'Exists',
			tolerationSeconds: 300,
		})),
		volumes: [{ name: tokenVolume, projected: { defaultMode: 420, sources: [] } }],
	};
}

function formatContainer(container: ContainerInput & { targetContainerName?: string }) {
	const image = container.image ?? 'busybox';
	const command = container.command ?? (image === 'busybox' ? imageCommand(image) : undefined);
	return {
		name: container.name,
		image,
		...(command === undefined ? {} : { command }),
		...(container.ports === undefined
			? {}
			: { ports: container.ports.map((containerPort) => ({ containerPort, protocol: 'TCP' })) }),
		...(container.env === undefined
			? {}
			: { env: Object.entries(container.env).map(([name, value]) => ({ name, value })) }),
		...(container.restartPolicy === undefined ? {} : { restartPolicy: container.restartPolicy }),
		...(container.targetContainerName === undefined ? {} : { targetContainerName: container.targetContainerName }),
		resources: formatResources(container),
		terminationMessagePath: '/dev/termination-log',
		terminationMessagePolicy: 'File',
		imagePullPolicy: 'IfNotPresent',
		volumeMounts: [{ name: tokenVolume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
	};
}

/** Requests that are not given are the limits (the API server's defaults). */
function formatResources({ limits: { memory, cpu } = {} }: ContainerInput) {
	const limits = {
		...(cpu === undefined ? {} : { cpu: Number.isInteger(cpu) ? String(cpu) : `${Math.round(cpu * 1000)}m` }),
		...(memory === undefined ? {} : { memory: `${memory / 1024 ** 2}Mi` }),
	};
	return Object.keys(limits).length === 0 ? {} : { limits, requests: limits };
}

function formatManagedFields(input: PodSpecInput, time: string) {
	const fields = { 'f:image': {}, 'f:imagePullPolicy': {}, 'f:name': {}, 'f:resources': {} };
	const containers = input.containers.map((each) => [`k:{"name":"${each.name}"}`, { '.': {}, ...fields }]);
	return [
		{
			apiVersion: 'v1',
			fieldsType: 'FieldsV1',
			fieldsV1: { 'f:spec': { 'f:containers': Object.fromEntries(containers), 'f:restartPolicy': {} } },
			manager: 'kubectl-client-side-apply',
			operation: 'Update',
			time,
		},
		{
			apiVersion: 'v1',
			fieldsType: 'FieldsV1',
			fieldsV1: { 'f:status': { 'f:conditions': {}, 'f:containerStatuses': {}, 'f:phase': {}, 'f:podIP': {} } },
			manager: 'kubelet',
			operation: 'Update',
			subresource: 'status',
			time,
		},
	];
}
