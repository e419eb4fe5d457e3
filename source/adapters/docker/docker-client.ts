import type { Readable } from 'node:stream';
import { wireObject } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { askDockerVersion, type ConnectOptions, createAsk } from './docker-connection.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import { askDocker, DockerStatusError, openDockerAnswer } from './docker-http.ts';
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

/**
 * Asks for the daemon's version, once, and settles on an API version for the rest.
 * @param options.listsEarly the first listing is asked for at the same time, in the daemon's own API version, and counts if that is the
 * one that is settled on: a daemon takes 50 ms to list 400 containers
 */
export async function connectDocker(
	endpoint: DockerEndpoint,
	{ listsEarly = false, ...options }: ConnectOptions & { listsEarly?: boolean },
): Promise<DockerClient> {
	const ask = createAsk(endpoint, options.requestTimeout);
	const askList = async (base: string, signal?: AbortSignal) => {
		const path = `${base}/containers/json?all=true`;
		const entries = await ask((abortSignal) => askDocker(endpoint, path, abortSignal).catch(undefinedIfGone), signal);
		if (entries === undefined || Array.isArray(entries)) return entries;
		throw createMalformed('list of containers', endpoint);
	};
	let early = listsEarly ? askList('', options.signal) : undefined;
	// whoever has no use for it lets it be
	early?.catch(() => {});
	const version = await askDockerVersion(endpoint, options);
	if (!version.isOwnVersion) early = undefined;
	const base = `/v${version.apiVersion}`;
	return {
		version,
		async list(signal) {
			const first = early;
			early = undefined;
			// one that wants to be asked in a version has no such path
			const entries = (await first) ?? (await askList(base, signal));
			if (entries) return entries;
			throw createMalformed('list of containers', endpoint);
		},
		async inspect(id, signal) {
			const path = `${base}/containers/${encodeURIComponent(id)}/json`;
			const answer = await ask((abortSignal) => askDocker(endpoint, path, abortSignal).catch(undefinedIfGone), signal);
			if (answer === undefined || 'Id' in wireObject(answer)) return answer;
			throw createMalformed('inspection of a container', endpoint);
		},
		events(since, signal) {
			const query = new URLSearchParams({ since, filters: JSON.stringify({ type: ['container'] }) });
			return ask((abortSignal) => openDockerAnswer(endpoint, `${base}/events?${query}`, abortSignal), signal);
		},
	};
}

function undefinedIfGone(error: unknown): undefined {
	if (error instanceof DockerStatusError && error.statusCode === 404) return undefined;
	throw error;
}

function createMalformed(what: string, endpoint: DockerEndpoint): SourceError {
	return new SourceError(`Docker at ${formatDockerEndpoint(endpoint)} sent a ${what} that cannot be read`, {
		remedy: 'is it a Docker socket? name another one: --runtime docker://PATH',
	});
}
