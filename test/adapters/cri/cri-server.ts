import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	Server,
	ServerCredentials,
	type ServerUnaryCall,
	type ServerWritableStream,
	type sendUnaryData,
	status,
} from '@grpc/grpc-js';
import { fromJSON, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { containerdProto, runtimeProto } from '../../helpers/cri-proto.ts';

export type Wire = Record<string, unknown> & { id: string };

/** What a method answers instead of what it would: an answer, an error by its gRPC code, or never anything. */
export type Deviation = { answer: object } | { code: number; details?: string } | 'never' | undefined;

type Stream = ServerWritableStream<unknown, unknown>;

/** A CRI runtime on a socket of its own, with what a test puts into it. */
export type CriServer = {
	path: string;
	version: { runtimeName: string; runtimeVersion: string };
	/** Items of the listings, as crictl's JSON has them. */
	sandboxes: Wire[];
	containers: Wire[];
	/** Statuses by id; the id's listing serves for those that are not here. */
	statuses: Map<string, { status?: object; info?: Record<string, string> }>;
	/** Every call, as `Method` or `Method ID`. */
	calls: string[];
	/** Of the calls that change something: what came with each, the defaults too. */
	orders: { method: string; request: Record<string, unknown>; namespace?: string }[];
	/** Answers in another way; `id` is what is asked about. */
	deviate?: (method: string, id: string) => Deviation;
	/** Open streams: `Subscribe`, `GetContainerEvents`. */
	streams: Map<string, Set<Stream>>;
	/** Sends an event of containerd to all its readers. */
	sendContainerd(type: string, body: object, timestamp: { seconds: string; nanos: number }): void;
	sendCri(event: object): void;
	/** Takes the server down, with all connections; the socket vanishes. */
	stop(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
};

export type CriServerOptions = {
	apiVersions?: readonly ('v1' | 'v1alpha2')[];
	/** Whether containerd's own services are there. */
	containerd?: boolean;
	/** `off`: the stream ends at once. */
	criEvents?: 'on' | 'off' | 'unimplemented';
};

const options = { longs: String, enums: String, defaults: true } as const;
const load = (text: string): PackageDefinition => fromJSON(protobuf.parse(text).root.toJSON(), options);
const bodies = protobuf.parse(containerdProto.bodies, { keepCase: true }).root;

export async function startCriServer(settings: CriServerOptions = {}): Promise<CriServer> {
	const folder = await mkdtemp(join(tmpdir(), 'pausetop-cri-'));
	const path = join(folder, 'cri.sock');
	let running: Server | undefined;
	const server: CriServer = {
		path,
		version: { runtimeName: 'containerd', runtimeVersion: '1.6.20' },
		sandboxes: [],
		containers: [],
		statuses: new Map(),
		calls: [],
		orders: [],
		streams: new Map(),
		sendContainerd(type, body, timestamp) {
			const message = bodies.lookupType(`containerd.events.${type}`);
			const value = Buffer.from(message.encode(message.fromObject(body)).finish());
			const event = { typeUrl: `containerd.events.${type}`, value };
			for (const stream of server.streams.get('Subscribe') ?? [])
				stream.write({ timestamp, namespace: 'k8s.io', topic: type, event });
		},
		sendCri(event) {
			for (const stream of server.streams.get('GetContainerEvents') ?? []) stream.write(event);
		},
		async stop() {
			running?.forceShutdown();
			running = undefined;
			await rm(path, { force: true });
		},
		async start() {
			running = createGrpcServer(server, settings);
			await listen(running, path);
		},
		async close() {
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
	await server.start();
	return server;
}

function listen(server: Server, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.bindAsync(`unix://${path}`, ServerCredentials.createInsecure(), (error) =>
			error ? reject(error) : resolve(),
		);
	});
}

function createGrpcServer(server: CriServer, settings: CriServerOptions): Server {
	const { apiVersions = ['v1'], containerd = true, criEvents = 'unimplemented' } = settings;
	const grpc = new Server();
	const add = (definition: PackageDefinition, service: string, methods: Record<string, unknown>) =>
		grpc.addService(definition[service] as ServiceDefinition, methods as never);
	for (const version of apiVersions) {
		const definition = load(runtimeProto[version]);
		add(definition, `runtime.${version}.RuntimeService`, createRuntimeMethods(server, criEvents));
		add(definition, `runtime.${version}.ImageService`, {
			ListImages: answer(server, 'ListImages', () => ({ images: [] })),
		});
	}
	if (containerd) {
		const version = () => ({ version: server.version.runtimeVersion });
		add(load(containerdProto.version), 'containerd.services.version.v1.Version', {
			Version: answer(server, 'ContainerdVersion', version),
		});
		add(load(containerdProto.events), 'containerd.services.events.v1.Events', {
			Subscribe: keepStream(server, 'Subscribe'),
		});
		add(load(containerdProto.tasks), 'containerd.services.tasks.v1.Tasks', { Kill: takeOrder(server, 'Kill') });
	}
	return grpc;
}

function createRuntimeMethods(server: CriServer, criEvents: CriServerOptions['criEvents']): Record<string, unknown> {
	const select = (items: readonly Wire[], id: string) => items.filter((item) => id === '' || item.id === id);
	return {
		Version: answer(server, 'Version', () => ({ version: '0.1.0', runtimeApiVersion: 'v1', ...server.version })),
		Status: answer(server, 'Status', () => ({ status: { conditions: [{ type: 'RuntimeReady', status: true }] } })),
		ListPodSandbox: answer(server, 'ListPodSandbox', (id) => ({ items: select(server.sandboxes, id) })),
		ListContainers: answer(server, 'ListContainers', (id) => ({ containers: select(server.containers, id) })),
		PodSandboxStatus: answer(server, 'PodSandboxStatus', (id) => selectStatus(server, server.sandboxes, id)),
		ContainerStatus: answer(server, 'ContainerStatus', (id) => selectStatus(server, server.containers, id)),
		StopPodSandbox: takeOrder(server, 'StopPodSandbox'),
		StopContainer: takeOrder(server, 'StopContainer'),
		...(criEvents !== 'unimplemented' && {
			GetContainerEvents: criEvents === 'off' ? (call: Stream) => call.end() : keepStream(server, 'GetContainerEvents'),
		}),
	};
}

function selectStatus(server: CriServer, items: readonly Wire[], id: string): Deviation {
	const item = items.find((candidate) => candidate.id === id);
	if (!item) return { code: status.NOT_FOUND, details: `an error occurred when try to find ${id}: not found` };
	const { status: told, info = {} } = server.statuses.get(id) ?? {};
	return { answer: { status: { ...item, ...told }, info } };
}

/** A method: what the test wants, else what `usual` gives for the id that is asked about. */
function answer(server: CriServer, method: string, usual: (id: string) => object | Deviation) {
	return (call: ServerUnaryCall<Record<string, unknown>, unknown>, done: sendUnaryData<unknown>) => {
		const { filter, podSandboxId, containerId } = call.request ?? {};
		const id = String((filter as { id?: string } | null)?.id || podSandboxId || containerId || '');
		server.calls.push(id ? `${method} ${id}` : method);
		const wanted = server.deviate?.(method, id) ?? usual(id);
		if (wanted === 'never') return;
		if (wanted && 'code' in wanted && typeof wanted.code === 'number') {
			return done({ code: wanted.code, details: 'details' in wanted ? String(wanted.details) : 'no' });
		}
		done(null, wanted && 'answer' in wanted ? wanted.answer : wanted);
	};
}

/** A method that changes something, and does not. */
function takeOrder(server: CriServer, method: string) {
	const reply = answer(server, method, () => ({}));
	return (call: ServerUnaryCall<Record<string, unknown>, unknown>, done: sendUnaryData<unknown>) => {
		const namespace = call.metadata.get('containerd-namespace')[0]?.toString();
		server.orders.push({ method, request: { ...call.request }, ...(namespace !== undefined && { namespace }) });
		reply(call, done);
	};
}

function keepStream(server: CriServer, method: string) {
	return (call: Stream) => {
		server.calls.push(method);
		const wanted = server.deviate?.(method, '');
		if (typeof wanted === 'object' && 'code' in wanted)
			return void call.destroy(Object.assign(new Error('no'), wanted));
		const streams = server.streams.get(method) ?? new Set();
		server.streams.set(method, streams.add(call));
		call.on('cancelled', () => streams.delete(call));
		call.on('close', () => streams.delete(call));
	};
}
