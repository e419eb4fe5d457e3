import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { wireObject } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { type Ask, type ConnectOptions, createAsk, dial, openDockerConnection } from './docker-connection.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import type { DockerVersion } from './docker-version.ts';

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

/** Asks for the daemon's version, once, and settles on an API version for the rest. */
export async function connectDocker(endpoint: DockerEndpoint, options: ConnectOptions): Promise<DockerClient> {
	const { docker, version } = await openDockerConnection(endpoint, options);
	const ask = createAsk(endpoint, options.requestTimeout);
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

function createMalformed(what: string, endpoint: DockerEndpoint): SourceError {
	return new SourceError(`Docker at ${formatDockerEndpoint(endpoint)} sent a ${what} that cannot be read`, {
		remedy: 'is it a Docker socket? name another one: --runtime docker://PATH',
	});
}
