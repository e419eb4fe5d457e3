import { type ClientReadableStream, credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { runtimeProto } from './cri-proto.ts';

/** Makes pods in a real runtime, as a kubelet would. */
export type CriTestClient = {
	/** Any method of RuntimeService or ImageService; fields in snake_case. Rejects with gRPC's error. */
	call(method: string, request?: object): Promise<Record<string, unknown>>;
	/** Runs a sandbox and gives its id. */
	runSandbox(pod: TestPod): Promise<string>;
	/** Creates a container in it, without starting it, and gives its id. */
	createContainer(pod: TestPod, sandboxId: string, container: TestContainer): Promise<string>;
	/** Creates and starts a container in it and gives its id. */
	runContainer(pod: TestPod, sandboxId: string, container: TestContainer): Promise<string>;
	/** Stops and removes a sandbox with all that is in it. */
	removeSandbox(id: string): Promise<void>;
	close(): void;
};

export type TestPod = {
	name: string;
	uid: string;
	namespace?: string;
	attempt?: number;
	/** `NODE`: hostNetwork. */
	network?: 'POD' | 'NODE';
	pid?: 'POD' | 'CONTAINER' | 'NODE';
	cgroupParent?: string;
	logDirectory?: string;
};

export type TestContainer = {
	name: string;
	image: string;
	command: readonly string[];
	attempt?: number;
	/** Joins this container's pid namespace. */
	targetId?: string;
	memoryLimit?: number;
	/** Below the pod's folder of logs; absent: it writes none. */
	logPath?: string;
};

type Method = (request: object, done: (error: ServiceError | null, answer: Record<string, unknown>) => void) => unknown;

/** Connects to a runtime's socket; it must speak CRI v1. */
export function createCriTestClient(path: string): CriTestClient {
	const root = protobuf.parse(runtimeProto.v1, { keepCase: true }).root;
	const definition = fromJSON(root.toJSON(), { keepCase: true, longs: String, enums: String, defaults: true });
	const loaded = loadPackageDefinition(definition) as unknown as {
		runtime: {
			v1: Record<string, new (target: string, secret: unknown) => Record<string, Method> & { close(): void }>;
		};
	};
	const open = (service: string) => {
		const Service = loaded.runtime.v1[service];
		if (!Service) throw new Error(`no service ${service}`);
		return new Service(`unix://${path}`, credentials.createInsecure());
	};
	const services = [open('RuntimeService'), open('ImageService')];
	const call: CriTestClient['call'] = (method, request = {}) =>
		new Promise((resolve, reject) => {
			const service = services.find((candidate) => typeof candidate[method] === 'function');
			if (!service) return reject(new Error(`no method ${method}`));
			service[method]?.(request, (error, answer) => (error ? reject(error) : resolve(answer)));
		});
	const createContainer: CriTestClient['createContainer'] = async (pod, sandboxId, container) => {
		const config = containerConfig(pod, container);
		const request = { pod_sandbox_id: sandboxId, config, sandbox_config: sandboxConfig(pod) };
		return String((await call('CreateContainer', request)).container_id);
	};
	return {
		call,
		createContainer,
		async runSandbox(pod) {
			return String((await call('RunPodSandbox', { config: sandboxConfig(pod) })).pod_sandbox_id);
		},
		async runContainer(pod, sandboxId, container) {
			const id = await createContainer(pod, sandboxId, container);
			await call('StartContainer', { container_id: id });
			return id;
		},
		async removeSandbox(id) {
			await call('StopPodSandbox', { pod_sandbox_id: id });
			await call('RemovePodSandbox', { pod_sandbox_id: id });
		},
		close: () => {
			for (const service of services) service.close();
		},
	};
}

/** A stream of the runtime, as far as a test reads it. */
export type CriTestStream = ClientReadableStream<Record<string, unknown>>;

function podLabels({ name, namespace = 'default', uid }: TestPod): Record<string, string> {
	return {
		'io.kubernetes.pod.name': name,
		'io.kubernetes.pod.namespace': namespace,
		'io.kubernetes.pod.uid': uid,
	};
}

function namespaceOptions({ network = 'POD', pid = 'CONTAINER' }: TestPod): object {
	return { network, pid, ipc: 'POD' };
}

function sandboxConfig(pod: TestPod): object {
	const { name, namespace = 'default', uid, attempt = 0, network = 'POD', cgroupParent, logDirectory } = pod;
	return {
		metadata: { name, namespace, uid, attempt },
		hostname: network === 'NODE' ? '' : name,
		log_directory: logDirectory ?? '',
		labels: { app: 'test', ...podLabels(pod) },
		linux: { cgroup_parent: cgroupParent ?? '', security_context: { namespace_options: namespaceOptions(pod) } },
	};
}

function containerConfig(pod: TestPod, container: TestContainer): object {
	const { name, image, command, attempt = 0, targetId, memoryLimit, logPath = '' } = container;
	const target = targetId && { pid: 'TARGET', target_id: targetId };
	return {
		metadata: { name, attempt },
		image: { image },
		command,
		log_path: logPath,
		envs: [{ key: 'SECRET', value: 'nobody must see this' }],
		labels: { 'io.kubernetes.container.name': name, ...podLabels(pod) },
		annotations: { 'io.kubernetes.container.restartCount': String(attempt) },
		linux: {
			resources: { oom_score_adj: 1000, ...(memoryLimit && { memory_limit_in_bytes: memoryLimit }) },
			security_context: { namespace_options: { ...namespaceOptions(pod), ...target } },
		},
	};
}
