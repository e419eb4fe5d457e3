import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type {
	handleServerStreamingCall,
	handleUnaryCall,
	Server,
	ServiceDefinition,
	UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { CriError, statusCode } from '../cri-error.ts';
import type { CallGate } from './call-gate.ts';
import { loadMessageCodec, type MessageCodec, type MessageName } from './message-codec.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What a call brings beside its message. */
export type CallContext = {
	/** Of gRPC's metadata. */
	header(name: string): string | undefined;
	/** When the caller stops waiting, milliseconds since the epoch by the machine's clock; Infinity when it does not. */
	deadline: number;
};

export type UnaryMethod = {
	request: MessageName;
	response: MessageName;
	/** @throws CriError */
	answer(request: Fields, context: CallContext): Promise<object> | object;
};

export type StreamMethod = {
	request: MessageName;
	response: MessageName;
	/** Sends until it is told to stop; calls `end` when there is no more. @throws CriError. Returns how to stop it. */
	stream(request: Fields, out: { send(message: object): void; end(): void; codec: MessageCodec }): () => void;
};

/** Services by their full names, `runtime.v1.RuntimeService`, and their methods. */
export type Services = Readonly<Record<string, Readonly<Record<string, UnaryMethod | StreamMethod>>>>;

/** A gRPC server on a Unix socket that can be stopped and started again at the same place. */
export type GrpcListener = {
	start(): Promise<void>;
	/** Ends every connection at once. */
	stop(): Promise<void>;
};

export function createGrpcListener(socketPath: string, services: Services, gate: CallGate): GrpcListener {
	let listening: { door: NetServer; sockets: ReadonlySet<Socket>; server: Server } | undefined;
	return {
		async start() {
			if (listening !== undefined) return;
			const [{ default: grpc }, codec] = await Promise.all([import('@grpc/grpc-js'), loadMessageCodec()]);
			const server = new grpc.Server();
			for (const [service, methods] of Object.entries(services)) {
				const doing = { gate, codec, Metadata: grpc.Metadata };
				server.addService(defineService(service, methods, codec), implementService(methods, doing));
			}
			// The door is our own, so that it can be slammed: grpc's own end tells callers that they have cancelled.
			const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
			const sockets = new Set<Socket>();
			const door = createServer((socket) => {
				sockets.add(socket);
				socket.on('close', () => sockets.delete(socket));
				socket.on('error', () => {});
				injector.injectConnection(socket);
			});
			listening = { door, sockets, server };
			await new Promise<void>((resolve, reject) => {
				door.once('error', reject);
				door.listen({ path: socketPath }, resolve);
			});
		},
		async stop() {
			if (listening === undefined) return;
			const { door, sockets, server } = listening;
			listening = undefined;
			gate.clear();
			const closed = new Promise<void>((resolve) => door.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			server.forceShutdown();
			await closed;
		},
	};
}

function defineService(service: string, methods: Services[string], codec: MessageCodec): ServiceDefinition {
	const entries = Object.entries(methods).map(([name, { request, response, ...method }]) => [
		name,
		{
			path: `/${service}/${name}`,
			requestStream: false,
			responseStream: 'stream' in method,
			requestSerialize: (value: object) => codec.encode(request, value),
			requestDeserialize: (bytes: Buffer) => codec.decode(request, bytes),
			responseSerialize: (value: object) => codec.encode(response, value),
			responseDeserialize: (bytes: Buffer) => codec.decode(response, bytes),
		},
	]);
	return Object.fromEntries(entries) as ServiceDefinition;
}

type Doing = { gate: CallGate; codec: MessageCodec; Metadata: new () => import('@grpc/grpc-js').Metadata };

function implementService(methods: Services[string], doing: Doing): UntypedServiceImplementation {
	const entries = Object.entries(methods).map(([name, method]) => [
		name,
		'stream' in method ? createStreamHandler(name, method, doing) : createUnaryHandler(name, method, doing),
	]);
	return Object.fromEntries(entries) as UntypedServiceImplementation;
}

function createUnaryHandler(name: string, method: UnaryMethod, { gate }: Doing): handleUnaryCall<Fields, object> {
	return (call, callback) => {
		const deadline = call.getDeadline();
		const context: CallContext = {
			header: (key) => call.metadata.get(key)[0]?.toString(),
			deadline: deadline instanceof Date ? deadline.getTime() : deadline,
		};
		const run = async () => {
			if (gate.isUnimplemented(name)) throw refuse(name);
			return method.answer(call.request, context);
		};
		gate.pass(name, readId(call.request), () => {
			run().then(
				(answer) => callback(null, answer),
				(cause: unknown) => callback(describe(cause)),
			);
		});
	};
}

function createStreamHandler(
	name: string,
	method: StreamMethod,
	{ gate, codec, Metadata }: Doing,
): handleServerStreamingCall<Fields, object> {
	return (call) => {
		const fail = (cause: unknown) => void call.emit('error', describe(cause));
		const begin = () => {
			if (call.cancelled) return;
			if (gate.isUnimplemented(name)) return fail(refuse(name));
			try {
				const stop = method.stream(call.request, {
					codec,
					// What has been promised by the stream's headers comes late, but it comes.
					send: (message) => gate.pass(name, undefined, () => void call.write(message)),
					end: () => call.end(),
				});
				call.on('cancelled', stop);
				call.on('close', stop);
				call.sendMetadata(new Metadata());
			} catch (cause) {
				fail(cause);
			}
		};
		gate.pass(name, undefined, begin);
	};
}

/** Whom a question is about. */
function readId({ containerId, podSandboxId, filter }: Fields): string | undefined {
	const wanted = (filter as { id?: string } | null | undefined)?.id;
	return [containerId, podSandboxId, wanted].find((id): id is string => typeof id === 'string' && id !== '');
}

function refuse(name: string): CriError {
	return new CriError(statusCode.unimplemented, `unknown method ${name} for service`);
}

function describe(cause: unknown): { code: number; details: string } {
	const details = cause instanceof Error ? cause.message : String(cause);
	return { code: cause instanceof CriError ? cause.code : statusCode.unknown, details };
}
