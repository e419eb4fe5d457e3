import { connectDocker } from './docker-client.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import type { DockerVersion } from './docker-version.ts';

/** What answers at an endpoint, for `doctor`. Rejects with a SourceError; waits `requestTimeout` milliseconds at most. */
export async function readDockerVersion(
	endpoint: DockerEndpoint,
	{ requestTimeout = 5_000, signal }: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<DockerVersion> {
	return (await connectDocker(endpoint, { requestTimeout, signal })).version;
}
