import { SourceError } from '../../core/source.ts';
import { connectDocker } from './docker-client.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';

/**
 * Docker's own answer about one container, unchanged: it has the environment, so mask that before showing it. Rejects
 * with a SourceError; one that says `gone` when the container no longer exists.
 */
export async function inspectContainer(
	endpoint: DockerEndpoint,
	id: string,
	{ requestTimeout = 5_000, signal }: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<unknown> {
	const client = await connectDocker(endpoint, { requestTimeout, signal });
	const answer = await client.inspect(id, signal);
	if (answer !== undefined) return answer;
	throw new SourceError(`container ${id.slice(0, 12)} is gone`, { remedy: 'choose its successor in the list' });
}
