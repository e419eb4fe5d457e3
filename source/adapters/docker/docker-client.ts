import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { wireObject } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { withDeadline } from './deadline.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import { type DockerVersion, normalizeDockerVersion } from './docker-version.ts';
import { explainDockerError } from './explain-docker-error.ts';

/** The four questions that are asked of Docker. All of them reject with a SourceError. */
export type DockerClient = {
	version: DockerVersion;
	/** `GET /containers/json?all=1`: its entries, unchecked. */
	list(signal?: AbortSignal): Promise<readonly unknown[]>;
	/** `GET /containers/ID/json`, unchecked; undefined when there is no such container. */
	inspect(id: string, signal?: AbortSignal): Promise<unknown>;
	/** `GET /events` about containers since `since`, `SECONDS.NANOSECONDS`. Lives until destroyed. */
	events(since: string, signal?: AbortSignal): Promise<Readable>;
};

export type ConnectOptions = {
	/** Longest wait for an answer, milliseconds. */
	requestTimeout: number;
	signal?: AbortSignal;
};

type Ask = <T>(question: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Asks for the daemon's version, once, and settles on an API version for the rest. */
export async function connectDocker(endpoint: DockerEndpoint, options: ConnectOptions): Promise<DockerClient> {
	const { default: Dockerode } = await import('dockerode');
	const open = (version?: string) => openClient(Dockerode, endpoint, version);
	const ask = createAsk(endpoint, options.requestTimeout);
	const first = open();
	const statusCodes = { 200: true, 500: 'server error' };
	const question = { path: '/version', method: 'GET', statusCodes };
	const answer = await ask((abortSignal) => dial(first, { ...question, abortSignal }), options.signal);
	const version = normalizeDockerVersion(answer, endpoint);
	const docker = open(`v${version.apiVersion}`);
	return {
		version,
		async list(signal) {
			const entries: unknown = await ask((abortSignal) => docker.listContainers({ all: true, abortSignal }), signal);
			if (Array.isArray(entries)) return entries;
			throw createMalformed('list of containers', endpoint);
		},
		inspect: (id, signal) => inspect(docker, endpoint, ask, id, signal),
		events: (since, signal) => ask((abortSignal) => openEvents(docker, since, abortSignal), signal),
	};
}

/** docker-modem fills what is not given from DOCKER_HOST and its like, so everything is given. */
function openClient(Dockerode: typeof Docker, endpoint: DockerEndpoint, version: string | undefined): Docker {
	const where =
		endpoint.kind === 'unix'
			? { socketPath: endpoint.path, host: undefined, port: undefined }
			: { socketPath: undefined, host: endpoint.host, port: endpoint.port };
	const plain = { protocol: 'http', ca: undefined, cert: undefined, key: undefined, timeout: undefined } as const;
	try {
		return new Dockerode({ ...where, ...plain, version });
	} catch (cause) {
		// it parses DOCKER_HOST and reads DOCKER_CERT_PATH even when both are overruled
		throw new SourceError('DOCKER_HOST or DOCKER_CERT_PATH is not usable', {
			remedy: 'unset DOCKER_HOST and DOCKER_CERT_PATH',
			health: 'unsupported',
			cause,
		});
	}
}

function createAsk(endpoint: DockerEndpoint, milliseconds: number): Ask {
	const tooLate = () =>
		new SourceError(`Docker at ${formatDockerEndpoint(endpoint)} has not answered within ${milliseconds / 1000} s`, {
			remedy: 'look whether the daemon hangs: docker ps, journalctl -u docker',
		});
	return async (question, signal) => {
		try {
			return await withDeadline(question, { milliseconds, signal, tooLate });
		} catch (error) {
			throw signal?.aborted ? signal.reason : explainDockerError(error, endpoint);
		}
	};
}

async function inspect(
	docker: Docker,
	endpoint: DockerEndpoint,
	ask: Ask,
	id: string,
	signal: AbortSignal | undefined,
): Promise<unknown> {
	const container = docker.getContainer(encodeURIComponent(id));
	const answer: unknown = await ask((abortSignal) => container.inspect({ abortSignal }).catch(undefinedIfGone), signal);
	if (answer === undefined || 'Id' in wireObject(answer)) return answer;
	throw createMalformed('inspection of a container', endpoint);
}

function undefinedIfGone(error: unknown): undefined {
	if (wireObject(error).statusCode === 404) return undefined;
	throw error;
}

/** Not dockerode's getEvents: that takes `since` as a number, which cannot hold nanoseconds. */
async function openEvents(docker: Docker, since: string, abortSignal: AbortSignal): Promise<Readable> {
	const filters = JSON.stringify({ type: ['container'] });
	const statusCodes = { 200: true, 400: 'bad parameter', 500: 'server error' };
	const stream = await dial(docker, {
		path: '/events?',
		method: 'GET',
		options: { since, filters },
		abortSignal,
		isStream: true,
		statusCodes,
	});
	if (stream instanceof Readable) return stream;
	throw new TypeError('the answer is not a stream');
}

/** The part of docker-modem, dockerode's HTTP client, that is used directly. */
type Modem = { dial(question: object, done: (error: Error | null, answer: unknown) => void): void };

function dial(docker: Docker, question: object): Promise<unknown> {
	const modem: Modem = docker.modem;
	return new Promise((resolve, reject) => {
		modem.dial(question, (error, answer) => (error ? reject(error) : resolve(answer)));
	});
}

function createMalformed(what: string, endpoint: DockerEndpoint): SourceError {
	return new SourceError(`Docker at ${formatDockerEndpoint(endpoint)} sent a ${what} that cannot be read`, {
		remedy: 'is it a Docker socket? name another one: --runtime docker://PATH',
	});
}
