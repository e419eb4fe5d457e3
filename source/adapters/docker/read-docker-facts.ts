import { wireObject, wireString } from '../../core/docker-wire.ts';
import type { PauseImage, RuntimeFacts } from '../../core/runtime-facts.ts';
import { askDockerVersion, createAsk } from './docker-connection.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { askDocker, DockerStatusError } from './docker-http.ts';

export type ReadFactsOptions = {
	/** The pause image, as whoever makes the pods was told. */
	pauseImage?: Pick<PauseImage, 'name' | 'configuredBy'>;
	/** Milliseconds since the epoch. */
	now: () => number;
	signal?: AbortSignal;
	/** Longest wait for an answer, milliseconds. 5 s unless given. */
	requestTimeout?: number;
};

/** Asks Docker whether it has the pause image, and which cgroup driver it uses. Rejects with a SourceError. */
export async function readDockerFacts(
	endpoint: DockerEndpoint,
	{ pauseImage, now, signal, requestTimeout = 5_000 }: ReadFactsOptions,
): Promise<RuntimeFacts> {
	const { apiVersion } = await askDockerVersion(endpoint, { requestTimeout, signal });
	const ask = createAsk(endpoint, requestTimeout);
	const read = (path: string) =>
		ask((over) => askDocker(endpoint, `/v${apiVersion}${path}`, over).catch(undefinedIfGone), signal);
	const [image, info] = await Promise.all([
		// slashes belong to the path of a name
		pauseImage && read(`/images/${encodeURIComponent(pauseImage.name).replaceAll('%2F', '/')}/json`),
		read('/info'),
	]);
	const id = wireString(wireObject(image).Id);
	const cgroupDriver = wireString(wireObject(info).CgroupDriver);
	return {
		readAt: now(),
		...(pauseImage && { pauseImage: { ...pauseImage, present: image !== undefined, ...(id !== undefined && { id }) } }),
		// Docker says `none` where it has no cgroups to write to
		...(cgroupDriver !== undefined && cgroupDriver !== 'none' && { cgroupDriver }),
	};
}

function undefinedIfGone(error: unknown): undefined {
	if (error instanceof DockerStatusError && error.statusCode === 404) return undefined;
	throw error;
}
