import { join } from 'node:path';
import { SourceError } from '../../core/source.ts';
import { probeSocket } from '../probe-socket.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import { explainDockerError } from './explain-docker-error.ts';
import { parseDockerHost, parseRuntimeFlag } from './parse-endpoint.ts';

export type FindDockerOptions = {
	/** `--runtime docker://PATH`, as given. */
	runtime?: string;
	/** The caller's environment: of it only these are looked at. */
	env?: { DOCKER_HOST?: string; DOCKER_TLS_VERIFY?: string; XDG_RUNTIME_DIR?: string };
	/** Where the node's file system is mounted; the usual sockets are then looked for below it. */
	hostRoot?: string;
	/** The caller's home directory. */
	home?: string;
};

/** One place that was looked at. */
export type DockerAttempt = {
	/** `unix:///run/docker.sock`, or where it comes from when it could not be read: `DOCKER_HOST`. */
	endpoint: string;
	taken: boolean;
	/** Why it was not taken, or what is wrong with it although it was. */
	why?: string;
};

export type DockerDiscovery = {
	/** The one to use. Absent when there is none, and then `error` says why. */
	endpoint?: DockerEndpoint;
	/** In the order of the search, for `doctor`. */
	tried: readonly DockerAttempt[];
	error?: SourceError;
};

/** Longest wait for a usual socket to accept a connection, milliseconds. */
const probeTimeout = 1_000;

/**
 * Finds Docker: `--runtime`, else `DOCKER_HOST`, else the first usual socket that accepts connections. What was asked for
 * is taken as it is, whether it answers or not: the source then says what is wrong with it. Never rejects.
 */
export async function findDockerEndpoints(options: FindDockerOptions): Promise<DockerDiscovery> {
	const { runtime, env } = options;
	if (runtime !== undefined) return takeAsked('--runtime', () => parseRuntimeFlag(runtime));
	if (env?.DOCKER_HOST)
		return takeAsked('DOCKER_HOST', () => parseHostWithoutTls(env.DOCKER_HOST ?? '', env.DOCKER_TLS_VERIFY));
	return searchUsualSockets(listUsualSockets(options));
}

/** The endpoint that `findDockerEndpoints` finds. Rejects with its SourceError when there is none. */
export async function findDockerEndpoint(options: FindDockerOptions): Promise<DockerEndpoint> {
	const { endpoint, error } = await findDockerEndpoints(options);
	if (endpoint) return endpoint;
	throw error ?? new SourceError('no Docker socket found', { health: 'unsupported' });
}

function takeAsked(origin: string, parse: () => DockerEndpoint): DockerDiscovery {
	try {
		const endpoint = parse();
		return { endpoint, tried: [{ endpoint: formatDockerEndpoint(endpoint), taken: true }] };
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return { tried: [{ endpoint: origin, taken: false, why: error.message }], error };
	}
}

function parseHostWithoutTls(text: string, tlsVerify: string | undefined): DockerEndpoint {
	const endpoint = parseDockerHost(text);
	if (endpoint.kind === 'tcp' && tlsVerify) {
		throw new SourceError('Docker over TLS is not supported: pausetop runs on the node itself', {
			remedy: 'name the Unix socket: --runtime docker:///var/run/docker.sock',
			health: 'unsupported',
		});
	}
	return endpoint;
}

/** Below a host root /var/run is left for the end: there it is a link that leads out of it, to our own /run. */
export function listUsualSockets({ env, hostRoot, home }: FindDockerOptions): string[] {
	const system = hostRoot ? ['/run/docker.sock', '/var/run/docker.sock'] : ['/var/run/docker.sock', '/run/docker.sock'];
	const paths = [
		...system,
		...(env?.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
		...(home ? [join(home, '.docker/run/docker.sock')] : []),
		'/run/podman/podman.sock',
	];
	return [...new Set(paths.map((path) => (hostRoot ? join(hostRoot, path) : path)))];
}

async function searchUsualSockets(paths: readonly string[]): Promise<DockerDiscovery> {
	const tried: DockerAttempt[] = [];
	let fallback: { endpoint: DockerEndpoint; attempt: DockerAttempt } | undefined;
	for (const path of paths) {
		const endpoint: DockerEndpoint = { kind: 'unix', path };
		const error = await probeSocket(path, probeTimeout);
		const attempt: DockerAttempt = { endpoint: formatDockerEndpoint(endpoint), taken: error === undefined };
		if (error) attempt.why = explainDockerError(error, endpoint).message;
		tried.push(attempt);
		if (!error) return { endpoint, tried };
		// one that exists but does not let us in is what the operator wants to hear about
		if (error.code !== 'ENOENT') fallback ??= { endpoint, attempt };
	}
	if (fallback) {
		fallback.attempt.taken = true;
		return { endpoint: fallback.endpoint, tried };
	}
	const error = new SourceError('no Docker socket found on this node', {
		remedy: 'start dockerd, or name its socket: --runtime docker://PATH',
		health: 'unsupported',
	});
	return { tried, error };
}
