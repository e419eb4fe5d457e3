import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { type CriEndpoint, formatCriEndpoint } from './cri-endpoint.ts';
import { type CriApiVersion, containerdVersionMethod, criApiVersions, runtimeMethod } from './cri-methods.ts';
import { explainCriError, grpcCode, selectGrpcCode } from './explain-cri-error.ts';
import type { GrpcConnection } from './grpc-connection.ts';

/** What answers on a CRI socket. */
export type CriVersion = {
	/** In its own words: `containerd`, `cri-o`, `docker` (dockershim and cri-dockerd). */
	runtime: string;
	/** `1.6.20`, as the runtime writes it. */
	version?: string;
	/** The newest version of CRI that it speaks. */
	apiVersion: CriApiVersion;
};

export type AskOptions = { milliseconds: number; signal?: AbortSignal };

/** Settles on a version of CRI. Rejects with a SourceError; `unsupported` when what answers has no CRI. */
export async function readCriVersion(
	connection: GrpcConnection,
	endpoint: CriEndpoint,
	options: AskOptions,
): Promise<CriVersion> {
	for (const apiVersion of criApiVersions) {
		try {
			// 0.1.0 is the version of the kubelet's API, the only one there has been
			const answer = await connection.call(runtimeMethod(apiVersion, 'Version'), { version: '0.1.0' }, options);
			return normalizeVersion(answer, apiVersion, endpoint);
		} catch (error) {
			if (selectGrpcCode(error) === grpcCode.unimplemented) continue;
			throw options.signal?.aborted ? error : explainCriError(error, { endpoint, milliseconds: options.milliseconds });
		}
	}
	throw await explainMissingCri(connection, endpoint, options);
}

function normalizeVersion(answer: unknown, apiVersion: CriApiVersion, endpoint: CriEndpoint): CriVersion {
	const { runtimeName, runtimeVersion } = wireObject(answer);
	const runtime = wireString(runtimeName);
	if (runtime) return { runtime, version: wireString(runtimeVersion)?.replace(/^v(?=\d)/, ''), apiVersion };
	throw new SourceError(`what answers at ${formatCriEndpoint(endpoint)} does not say which runtime it is`, {
		remedy: 'is it a CRI socket? name another one: --runtime containerd://PATH, crio://PATH or cri://PATH',
	});
}

async function explainMissingCri(
	connection: GrpcConnection,
	endpoint: CriEndpoint,
	options: AskOptions,
): Promise<SourceError> {
	const version = await readContainerdVersion(connection, options).catch(() => undefined);
	if (version !== undefined) {
		// Docker's package of containerd.io comes with this setting
		return new SourceError(
			`containerd ${version} at ${endpoint.path} is not a CRI runtime: its CRI plugin is disabled`,
			{
				remedy:
					'take "cri" out of disabled_plugins in /etc/containerd/config.toml and restart containerd, if pods should run on it',
				health: 'unsupported',
			},
		);
	}
	return new SourceError(`${endpoint.path} speaks gRPC, but neither CRI v1 nor v1alpha2`, {
		remedy: 'name the socket of the container runtime: --runtime containerd://PATH, crio://PATH or cri://PATH',
		health: 'unsupported',
	});
}

/** containerd's own version; undefined when it is no containerd that answers. */
export async function readContainerdVersion(
	connection: GrpcConnection,
	options: AskOptions,
): Promise<string | undefined> {
	try {
		return wireString(wireObject(await connection.call(containerdVersionMethod, {}, options)).version);
	} catch (error) {
		if (selectGrpcCode(error) === grpcCode.unimplemented) return undefined;
		throw error;
	}
}
