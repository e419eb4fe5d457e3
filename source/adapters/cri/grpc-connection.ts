import type { Client, ClientReadableStream } from '@grpc/grpc-js';
import type { CriMessage } from '../../core/cri-schema.ts';
import { type CriEndpoint, formatCriEndpoint } from './cri-endpoint.ts';
import { loadMessageCodec, type MessageCodec } from './message-codec.ts';

/** One method of a gRPC service: `/runtime.v1.RuntimeService/Version`, and its messages. */
export type GrpcMethod = { path: string; request: CriMessage; response: CriMessage };

export type CallOptions = {
	milliseconds: number;
	signal?: AbortSignal;
	/** containerd's namespace, for those of its own services that need one. */
	namespace?: string;
};

/** A connection to a gRPC server on a Unix socket. It connects with the first call; its errors are gRPC's. */
export type GrpcConnection = {
	codec: MessageCodec;
	/** Asks once. Rejects when there is no answer within `milliseconds`, whatever the server does. */
	call(method: GrpcMethod, request: object, options: CallOptions): Promise<unknown>;
	/** Reads a stream until it ends, `signal` aborts (then it ends too) or it breaks. */
	stream(method: GrpcMethod, request: object, signal: AbortSignal): AsyncGenerator<unknown>;
	close(): void;
};

/** The listing of 600 pods with all their labels has about 1 MiB; grpc's own limit would be 4. */
const largestAnswer = 64 * 1024 * 1024;

export async function openGrpcConnection(endpoint: CriEndpoint): Promise<GrpcConnection> {
	const [{ default: grpc }, codec] = await Promise.all([import('@grpc/grpc-js'), loadMessageCodec()]);
	const client = new grpc.Client(formatCriEndpoint(endpoint), grpc.credentials.createInsecure(), {
		'grpc.max_receive_message_length': largestAnswer,
		'grpc.enable_http_proxy': 0,
		// nobody reads them, and each connection would be one more server in grpc's books
		'grpc.enable_channelz': 0,
		// two sources on one socket (a second runtime, doctor) do not share a connection that one of them closes
		'grpc.use_local_subchannel_pool': 1,
	});
	const pack = (type: CriMessage) => (value: object) => codec.encode(type, value);
	const unpack = (type: CriMessage) => (bytes: Uint8Array) => codec.decode(type, bytes);
	return {
		codec,
		call({ path, request, response }, value, { milliseconds, signal, namespace }) {
			return new Promise((resolve, reject) => {
				signal?.throwIfAborted();
				const deadline = Date.now() + milliseconds;
				const metadata = new grpc.Metadata();
				if (namespace !== undefined) metadata.set('containerd-namespace', namespace);
				const call = client.makeUnaryRequest(
					path,
					pack(request),
					unpack(response),
					value,
					metadata,
					{ deadline },
					(error, answer) => {
						signal?.removeEventListener('abort', cancel);
						if (error) reject(error);
						else resolve(answer);
					},
				);
				const cancel = () => call.cancel();
				signal?.addEventListener('abort', cancel, { once: true });
			});
		},
		stream: ({ path, request, response }, value, signal) =>
			readStream(() => client.makeServerStreamRequest(path, pack(request), unpack(response), value), signal),
		close: () => closeClient(client),
	};
}

async function* readStream(open: () => ClientReadableStream<unknown>, signal: AbortSignal): AsyncGenerator<unknown> {
	if (signal.aborted) return;
	const stream = open();
	const cancel = () => stream.cancel();
	signal.addEventListener('abort', cancel, { once: true });
	try {
		for await (const message of stream) yield message;
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		signal.removeEventListener('abort', cancel);
		stream.cancel();
	}
}

function closeClient(client: Client): void {
	client.close();
}
