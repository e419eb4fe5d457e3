import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { listAskedPlaces, listPlaces } from '../adapters/cri/cri-places.ts';
import { listUsualSockets } from '../adapters/docker/find-docker-endpoints.ts';
import { parseDockerHost, parseRuntimeFlag } from '../adapters/docker/parse-endpoint.ts';
import { SourceError } from '../core/source.ts';
import type { SourceRequest } from './sources.ts';

/**
 * Why nothing may be done on this node: what the user said, or that no runtime's socket lets this user write. Undefined when
 * something may be done, or when there is no socket at all, and so nothing to do it to. Nobody is connected to.
 */
export async function findReadOnlyReason(request: SourceRequest & { readOnly?: string }): Promise<string | undefined> {
	if (request.readOnly !== undefined) return request.readOnly;
	if (usesTcp(request)) return undefined;
	let refused: string | undefined;
	for (const path of await listSocketPaths(request)) {
		const code = await findDenial(path);
		if (code === undefined) return undefined;
		if (code === 'EACCES' || code === 'EPERM') refused ??= `${path} is not writable`;
	}
	return refused;
}

/** Over TCP there is no file whose mode says anything. */
function usesTcp({ runtimes, environment: { DOCKER_HOST: host } }: SourceRequest): boolean {
	return runtimes.length === 0 && host !== undefined && /^(?:tcp|http):/i.test(host);
}

/** `ENOENT`, `EACCES` …; undefined when it may be written to. Of a socket that is what connecting takes. */
async function findDenial(path: string): Promise<string | undefined> {
	try {
		await access(path, constants.W_OK);
		return undefined;
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
	}
}

/** Where runtimes are looked for: the places asked for, else the usual ones. */
async function listSocketPaths(request: SourceRequest): Promise<string[]> {
	const { runtimes, environment: env, hostRoot, home } = request;
	const asked = runtimes.length > 0;
	const docker = asked ? runtimes.filter((runtime) => runtime.startsWith('docker:')).flatMap(parseAsked) : [];
	const usual = asked ? [] : listDockerPaths({ env, hostRoot, home });
	const cri = asked ? listAskedPlaces({ runtimes }) : await listPlaces({ runtimes, env, hostRoot });
	return [...docker, ...usual, ...cri.flatMap(({ endpoint }) => ('path' in endpoint ? [endpoint.path] : []))];
}

function listDockerPaths(options: Parameters<typeof listUsualSockets>[0]): string[] {
	const { DOCKER_HOST: host } = options.env ?? {};
	return host ? takePath(() => parseDockerHost(host)) : listUsualSockets(options);
}

function parseAsked(runtime: string): string[] {
	return takePath(() => parseRuntimeFlag(runtime));
}

/** What cannot be read is the source's to complain about. */
function takePath(parse: () => ReturnType<typeof parseDockerHost>): string[] {
	try {
		const endpoint = parse();
		return endpoint.kind === 'unix' ? [endpoint.path] : [];
	} catch (error) {
		if (error instanceof SourceError) return [];
		throw error;
	}
}
