import { askDockerVersion, createAsk } from './docker-connection.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { openDockerAnswer } from './docker-http.ts';
import { readEventLines } from './read-event-lines.ts';

/** The actions after which an image, or a name for one, is there or not. */
const actions = ['delete', 'untag', 'tag', 'pull', 'load', 'import'];

/**
 * Calls `onChange` once it listens, because nobody told what happened before, and whenever Docker has got or lost an image, or a name for
 * one. Resolves when `signal` aborts; rejects when the events break
 * off.
 */
export async function followDockerImages(
	endpoint: DockerEndpoint,
	onChange: () => void,
	signal: AbortSignal,
): Promise<void> {
	if (signal.aborted) return;
	const requestTimeout = 5_000;
	const { apiVersion } = await askDockerVersion(endpoint, { requestTimeout, signal });
	const query = new URLSearchParams({ filters: JSON.stringify({ type: ['image'], event: actions }) });
	const path = `/v${apiVersion}/events?${query}`;
	const stream = await createAsk(endpoint, requestTimeout)((over) => openDockerAnswer(endpoint, path, over), signal);
	const leave = () => stream.destroy();
	signal.addEventListener('abort', leave, { once: true });
	try {
		onChange();
		for await (const { events } of readEventLines(stream)) if (events.length > 0) onChange();
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		signal.removeEventListener('abort', leave);
		stream.destroy();
	}
	if (!signal.aborted) throw new Error('the stream of image events has ended');
}
