import { imageId, pauseImage } from '../../image.ts';
import type { CriEngine } from '../cri-engine.ts';
import type { ContainerRecord, NamespaceMode, SandboxRecord } from '../cri-record.ts';
import { formatContainerSpec, formatSandboxSpec } from './oci-spec.ts';

/** `info` of a verbose answer: one JSON text under the key `info`, of the runtime's own shape. */
export type VerboseInfo = { info: string };

/** Of PodSandboxStatus. CRI-O says next to nothing where there is no pause process. */
export function formatSandboxInfo(sandbox: SandboxRecord, engine: CriEngine): VerboseInfo {
	const runtimeSpec = formatSandboxSpec(sandbox, engine);
	const task = engine.tasks.isAlive(sandbox.id) ? engine.tasks.get(sandbox.id) : undefined;
	if (engine.profile.name === 'cri-o') {
		const infra = { image: pauseImage, pid: task?.pid ?? 0 };
		return pack(sandbox.hasInfra ? { ...infra, runtimeSpec } : { runtimeSpec });
	}
	return pack({
		pid: task?.pid ?? 0,
		processStatus: task === undefined ? 'deleted' : 'running',
		netNamespaceClosed: sandbox.modes.network === 'POD' && sandbox.pins.length === 0,
		image: pauseImage,
		snapshotKey: sandbox.id,
		snapshotter: 'overlayfs',
		runtimeHandler: sandbox.handler,
		runtimeType: sandbox.handler === 'runsc' ? 'io.containerd.runsc.v1' : 'io.containerd.runc.v2',
		runtimeOptions: {},
		config: formatSandboxConfig(sandbox),
		runtimeSpec,
		...formatCniResult(sandbox),
	});
}

/** Of ContainerStatus. */
export function formatContainerInfo(container: ContainerRecord, engine: CriEngine): VerboseInfo {
	const { id, sandboxId } = container;
	const sandbox = engine.table.getSandbox(sandboxId);
	const runtimeSpec = formatContainerSpec(container, sandbox, engine);
	const pid = engine.tasks.isAlive(id) ? (engine.tasks.get(id)?.pid ?? 0) : 0;
	if (engine.profile.name === 'cri-o') return pack({ sandboxID: sandboxId, pid, runtimeSpec, privileged: false });
	return pack({
		sandboxID: sandboxId,
		pid,
		removing: false,
		snapshotKey: id,
		snapshotter: 'overlayfs',
		runtimeType: 'io.containerd.runc.v2',
		runtimeOptions: {},
		config: formatContainerConfig(container),
		runtimeSpec,
	});
}

function pack(value: object): VerboseInfo {
	return { info: JSON.stringify(value) };
}

/** The kubelet's request, as Go writes protobuf: the enums are numbers, and zero is left out. */
function formatSandboxConfig(sandbox: SandboxRecord) {
	const { network, ipc, pid } = sandbox.modes;
	const { name, uid, kubeNamespace } = sandbox.pod;
	return {
		metadata: { name, uid, namespace: kubeNamespace, ...omitZero({ attempt: sandbox.attempt }) },
		hostname: sandbox.hostname,
		log_directory: sandbox.logDirectory,
		dns_config: {
			servers: ['10.96.0.10'],
			searches: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
			options: ['ndots:5'],
		},
		...(sandbox.ports.length === 0 ? {} : { port_mappings: sandbox.ports.map((port) => ({ container_port: port })) }),
		labels: sandbox.labels,
		annotations: sandbox.annotations,
		linux: {
			cgroup_parent: sandbox.cgroupParent,
			security_context: { namespace_options: formatModes({ network, pid, ipc }) },
		},
	};
}

function formatContainerConfig(container: ContainerRecord) {
	const { name, attempt, pid } = container;
	const envs = container.env.map((each) => {
		const [key = '', ...value] = each.split('=');
		return { key, value: value.join('=') };
	});
	return {
		metadata: { name, ...omitZero({ attempt }) },
		image: { image: imageId(container.image) },
		command: container.command,
		envs,
		mounts: container.mounts.map(({ source, destination, readOnly }) => {
			return { container_path: destination, host_path: source, ...(readOnly ? { readonly: true } : {}) };
		}),
		labels: container.labels,
		annotations: container.annotations,
		log_path: container.logPath,
		linux: {
			resources: formatResources(container),
			security_context: {
				namespace_options: {
					...formatModes({ pid: pid.mode }),
					...(pid.targetId === undefined ? {} : { target_id: pid.targetId }),
				},
			},
		},
	};
}

function formatResources({ behaviour: { limits: { cpu, memory } = {} } }: ContainerRecord) {
	return {
		cpu_period: 100_000,
		...(cpu === undefined ? {} : { cpu_quota: cpu * 100_000 }),
		cpu_shares: cpu === undefined ? 2 : Math.round(cpu * 1024),
		...(memory === undefined ? {} : { memory_limit_in_bytes: memory }),
		oom_score_adj: 1000,
	};
}

const modeNumbers: Readonly<Record<NamespaceMode, number>> = { POD: 0, CONTAINER: 1, NODE: 2, TARGET: 3 };

function formatModes(modes: Readonly<Record<string, NamespaceMode>>): Record<string, number> {
	return omitZero(Object.fromEntries(Object.entries(modes).map(([name, mode]) => [name, modeNumbers[mode]])));
}

function omitZero(numbers: Readonly<Record<string, number>>): Record<string, number> {
	return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0));
}

function formatCniResult({ ip, pinPaths }: SandboxRecord) {
	if (ip === undefined) return {};
	const eth0 = { IPConfigs: [{ IP: ip, Gateway: '10.244.0.1' }], Sandbox: pinPaths.net };
	return { cniResult: { Interfaces: { eth0 } } };
}
