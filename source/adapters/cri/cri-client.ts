import { type ContainerdEventType, selectContainerdEventType } from '../../core/cri-event.ts';
import { wireObject, wireString } from '../../core/docker-wire.ts';
import type { SourceError } from '../../core/source.ts';
import { probeSocket } from '../probe-socket.ts';
import type { CriEndpoint } from './cri-endpoint.ts';
import {
	containerdEventsMethod,
	containerdKillMethod,
	criNamespace,
	listImagesMethod,
	type RuntimeMethod,
	runtimeMethod,
} from './cri-methods.ts';
import { type CriVersion, readContainerdVersion, readCriVersion } from './cri-version.ts';
import { explainCriError, grpcCode, selectGrpcCode } from './explain-cri-error.ts';
import { type GrpcConnection, openGrpcConnection } from './grpc-connection.ts';

/** The questions that are asked of a CRI runtime. All of them reject with a SourceError. Answers are unchecked. */
export type CriClient = {
	version: CriVersion;
	/** ListPodSandbox: its items; with `id` only that one. */
	listSandboxes(signal?: AbortSignal, id?: string): Promise<readonly unknown[]>;
	/** ListContainers: its items, running or not; with `id` only that one. */
	listContainers(signal?: AbortSignal, id?: string): Promise<readonly unknown[]>;
	/** PodSandboxStatus or ContainerStatus, verbose; undefined when there is no such one. */
	status(role: 'sandbox' | 'container', id: string, signal?: AbortSignal): Promise<unknown>;
	/** Status of the runtime itself, verbose. */
	runtimeStatus(signal?: AbortSignal): Promise<unknown>;
	listImages(signal?: AbortSignal): Promise<readonly unknown[]>;
	/** containerd's own version; undefined for other runtimes. */
	containerdVersion(signal?: AbortSignal): Promise<string | undefined>;
	/** Events of containerd's namespace k8s.io, unpacked. Of those that are not about containers the type name is undefined. */
	containerdEvents(signal: AbortSignal): AsyncGenerator<ContainerdEvent>;
	/** GetContainerEvents. Ends at once where the runtime has them switched off. */
	criEvents(signal: AbortSignal): AsyncGenerator<unknown>;
	/** Exec with a terminal: prepares it, and gives the address at which it is started, once, within a minute. */
	exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
	/** One of the calls that change something. All else here only asks. */
	order(order: CriCall, options: { milliseconds: number; signal?: AbortSignal }): Promise<void>;
	close(): void;
};

/** What changes something. `signal` is the number of one; `timeout` is in seconds. */
export type CriCall =
	| { method: 'StopPodSandbox'; request: { podSandboxId: string } }
	| { method: 'StopContainer'; request: { containerId: string; timeout: number } }
	| { method: 'Kill'; request: { containerId: string; signal: number } };

export type ContainerdEvent = { envelope: unknown; typeName: ContainerdEventType | undefined; unpacked: unknown };

export type ConnectOptions = {
	/** Longest wait for an answer, milliseconds. */
	requestTimeout: number;
	signal?: AbortSignal;
};

/** A status is asked of each container, and one may hang: it is not waited for as long as for a listing. Milliseconds, crictl's limit. */
const longestStatus = 2_000;

/** Only what is about containers: images and snapshots alone are two thirds of containerd's events. */
const containerdFilter = 'namespace==k8s.io,topic~="^/(tasks|containers|sandboxes)/"';

/** Connects and settles on a version of CRI. Close it when done. */
export async function connectCri(endpoint: CriEndpoint, options: ConnectOptions): Promise<CriClient> {
	const { requestTimeout, signal } = options;
	// gRPC would wrap the reason into a sentence of its own
	const unreachable = await probeSocket(endpoint.path, requestTimeout);
	if (unreachable) throw explainCriError(unreachable, { endpoint });
	signal?.throwIfAborted();
	const connection = await openGrpcConnection(endpoint);
	try {
		const version = await readCriVersion(connection, endpoint, { milliseconds: requestTimeout, signal });
		return createClient(connection, endpoint, version, requestTimeout);
	} catch (error) {
		connection.close();
		throw error;
	}
}

function createClient(
	connection: GrpcConnection,
	endpoint: CriEndpoint,
	version: CriVersion,
	requestTimeout: number,
): CriClient {
	const { apiVersion, runtime } = version;
	const explain = (error: unknown, milliseconds?: number) =>
		explainCriError(error, { endpoint, runtime, milliseconds });
	const ask = async (question: (milliseconds: number) => Promise<unknown>, milliseconds = requestTimeout) => {
		try {
			return await question(milliseconds);
		} catch (error) {
			throw explain(error, milliseconds);
		}
	};
	const askRuntime = (name: RuntimeMethod, request: object, signal?: AbortSignal) =>
		ask((milliseconds) => connection.call(runtimeMethod(apiVersion, name), request, { milliseconds, signal }));
	const selectList = (answer: unknown, field: string) => {
		const items = wireObject(answer)[field];
		return Array.isArray(items) ? items : [];
	};
	return {
		version,
		listSandboxes: async (signal, id) =>
			selectList(await askRuntime('ListPodSandbox', id ? { filter: { id } } : {}, signal), 'items'),
		listContainers: async (signal, id) =>
			selectList(await askRuntime('ListContainers', id ? { filter: { id } } : {}, signal), 'containers'),
		async status(role, id, signal) {
			const isSandbox = role === 'sandbox';
			const method = runtimeMethod(apiVersion, isSandbox ? 'PodSandboxStatus' : 'ContainerStatus');
			const request = { ...(isSandbox ? { podSandboxId: id } : { containerId: id }), verbose: true };
			const question = (milliseconds: number) =>
				connection.call(method, request, { milliseconds, signal }).catch(undefinedIfGone);
			return ask(question, Math.min(requestTimeout, longestStatus));
		},
		runtimeStatus: (signal) => askRuntime('Status', { verbose: true }, signal),
		listImages: async (signal) => {
			const method = listImagesMethod(apiVersion);
			return selectList(await ask((milliseconds) => connection.call(method, {}, { milliseconds, signal })), 'images');
		},
		containerdVersion: async (signal) =>
			wireString(await ask((milliseconds) => readContainerdVersion(connection, { milliseconds, signal }))),
		containerdEvents: (signal) => readContainerdEvents(connection, explain, signal),
		criEvents: (signal) =>
			explainStream(connection.stream(runtimeMethod(apiVersion, 'GetContainerEvents'), {}, signal), explain),
		async exec(id, command, signal) {
			const request = { containerId: id, cmd: command, tty: true, stdin: true, stdout: true, stderr: false };
			return wireString(wireObject(await askRuntime('Exec', request, signal)).url);
		},
		async order({ method, request }, { milliseconds, signal }) {
			const [grpcMethod, namespace] =
				method === 'Kill' ? [containerdKillMethod, criNamespace] : [runtimeMethod(apiVersion, method)];
			await ask(
				(wait) => connection.call(grpcMethod, request, { milliseconds: wait, signal, namespace }),
				milliseconds,
			);
		},
		close: () => connection.close(),
	};
}

/** containerd and CRI-O say NotFound; dockershim (1.20) only says it in words. */
function undefinedIfGone(error: unknown): undefined {
	if (selectGrpcCode(error) === grpcCode.notFound) return undefined;
	if (/\bno such (?:container|pod)|not found\b/i.test(error instanceof Error ? error.message : '')) return undefined;
	throw error;
}

async function* readContainerdEvents(
	connection: GrpcConnection,
	explain: (error: unknown) => SourceError,
	signal: AbortSignal,
): AsyncGenerator<ContainerdEvent> {
	const request = { filters: [containerdFilter] };
	for await (const envelope of explainStream(connection.stream(containerdEventsMethod, request, signal), explain)) {
		const { typeUrl, value } = wireObject(wireObject(envelope).event);
		const typeName = selectContainerdEventType(typeUrl);
		yield { envelope, typeName, unpacked: typeName && unpackEvent(connection, typeName, value) };
	}
}

/** Undefined when it cannot be read, which is as good as an event of an unknown kind. */
function unpackEvent({ codec }: GrpcConnection, typeName: ContainerdEventType, value: unknown): unknown {
	try {
		return value instanceof Uint8Array ? codec.decode(typeName, value) : undefined;
	} catch {
		return undefined;
	}
}

/** A stream whose end by an error is told in words. `Unimplemented` stays what it is, for whoever has another way. */
async function* explainStream(
	stream: AsyncGenerator<unknown>,
	explain: (error: unknown) => SourceError,
): AsyncGenerator<unknown> {
	try {
		yield* stream;
	} catch (error) {
		throw explain(error);
	}
}
