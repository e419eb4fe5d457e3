import {
	type ClientReadableStream,
	credentials,
	Client as GrpcClient,
	Metadata,
	type ServiceError,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { type CriMessage, criSchema } from '../../source/core/cri-schema.ts';

export type Answer = Record<string, unknown>;

/** A gRPC client of its own for a CRI socket. It reads with the program's schema, which is not the one the server writes with. */
export type CriCaller = {
	/** Asks RuntimeService, or with a longer method's name any service. Rejects with gRPC's error. */
	call(method: string, request?: object, options?: { deadline?: number; namespace?: string }): Promise<Answer>;
	/** Opens a stream; resolves once the server has it. */
	open(method: string, response: CriMessage, request?: object): Promise<OpenStream>;
	/** Unpacks what containerd's Envelope carries. */
	unpack(name: CriMessage, bytes: unknown): Answer;
	close(): void;
};

export type OpenStream = {
	messages: Answer[];
	/** Resolves to the error that ended it, or undefined when it simply ended. */
	ended: Promise<ServiceError | undefined>;
	cancel(): void;
};

/** What the program has no use for, and so not in its schema. */
const others = {
	StopPodSandboxRequest: { fields: { podSandboxId: { id: 1, type: 'string' } } },
	RemovePodSandboxRequest: { fields: { podSandboxId: { id: 1, type: 'string' } } },
	StopContainerRequest: { fields: { containerId: { id: 1, type: 'string' }, timeout: { id: 2, type: 'int64' } } },
	RemoveContainerRequest: { fields: { containerId: { id: 1, type: 'string' } } },
	KillRequest: { fields: { containerId: { id: 1, type: 'string' }, signal: { id: 3, type: 'uint32' } } },
	StateValue: { fields: { state: { id: 1, type: 'int32' } } },
	SandboxFilter: {
		fields: {
			id: { id: 1, type: 'string' },
			state: { id: 2, type: 'StateValue' },
			labelSelector: { id: 3, type: 'string', keyType: 'string' },
		},
	},
	ListPodSandboxRequest: { fields: { filter: { id: 1, type: 'SandboxFilter' } } },
	AnyContainerFilter: {
		fields: {
			id: { id: 1, type: 'string' },
			state: { id: 2, type: 'StateValue' },
			podSandboxId: { id: 3, type: 'string' },
			labelSelector: { id: 4, type: 'string', keyType: 'string' },
		},
	},
	ListContainersRequest: { fields: { filter: { id: 1, type: 'AnyContainerFilter' } } },
};

/** Where an answer's message is not called as its method. */
const messageNames: Readonly<Record<string, [request: string, response: string]>> = {
	Kill: ['KillRequest', 'Empty'],
	Subscribe: ['SubscribeRequest', 'Envelope'],
	GetContainerEvents: ['GetEventsRequest', 'ContainerEventResponse'],
	StopPodSandbox: ['StopPodSandboxRequest', 'Empty'],
	RemovePodSandbox: ['RemovePodSandboxRequest', 'Empty'],
	StopContainer: ['StopContainerRequest', 'Empty'],
	RemoveContainer: ['RemoveContainerRequest', 'Empty'],
	'/containerd.services.version.v1.Version/Version': ['Empty', 'ContainerdVersion'],
};

export function createCriCaller(socketPath: string): CriCaller {
	const root = protobuf.Root.fromJSON({ nested: { ...criSchema.nested, ...others } });
	const client = new GrpcClient(`unix://${socketPath}`, credentials.createInsecure(), {
		'grpc.use_local_subchannel_pool': 1,
	});
	const encode = (name: string) => (value: object) => {
		const type = root.lookupType(name);
		return Buffer.from(type.encode(type.fromObject(value)).finish());
	};
	const decode = (name: string) => (bytes: Uint8Array) => {
		const type = root.lookupType(name);
		return type.toObject(type.decode(bytes), { longs: String, enums: String, defaults: true });
	};
	const find = (method: string) => {
		const name = method.slice(method.lastIndexOf('/') + 1);
		const [request, response] = messageNames[method] ?? messageNames[name] ?? [`${name}Request`, `${name}Response`];
		return { path: method.startsWith('/') ? method : `/runtime.v1.RuntimeService/${method}`, request, response };
	};
	return {
		call(method, value = {}, { deadline = 5_000, namespace } = {}) {
			const { path, request, response } = find(method);
			const metadata = new Metadata();
			if (namespace !== undefined) metadata.set('containerd-namespace', namespace);
			return new Promise((resolve, reject) => {
				const options = { deadline: Date.now() + deadline };
				client.makeUnaryRequest(path, encode(request), decode(response), value, metadata, options, (error, answer) => {
					if (error) reject(error);
					else resolve(answer as Answer);
				});
			});
		},
		async open(method, response, value = {}) {
			const { path, request } = find(method);
			const stream = client.makeServerStreamRequest(path, encode(request), decode(response), value);
			return readStream(stream);
		},
		unpack: (name, bytes) => decode(name)(bytes as Uint8Array),
		close: () => client.close(),
	};
}

async function readStream(stream: ClientReadableStream<unknown>): Promise<OpenStream> {
	const messages: Answer[] = [];
	stream.on('data', (message: Answer) => messages.push(message));
	const ended = new Promise<ServiceError | undefined>((resolve) => {
		stream.on('error', (error: ServiceError) => resolve(error));
		stream.on('end', () => resolve(undefined));
	});
	await Promise.race([new Promise((resolve) => stream.once('metadata', resolve)), ended]);
	return { messages, ended, cancel: () => stream.cancel() };
}
