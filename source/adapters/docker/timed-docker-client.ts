import type { CallTimes } from '../call-times.ts';
import type { DockerClient } from './docker-client.ts';

/** The same client, whose listings are measured, and its inspections where they are slow. */
export function timeDockerClient(client: DockerClient, times: CallTimes): DockerClient {
	return {
		...client,
		list: (signal) => times.measure('GET /containers/json', true, () => client.list(signal)),
		inspect: (id, signal) =>
			times.measure(`GET /containers/${id.slice(0, 12)}/json`, false, () => client.inspect(id, signal)),
	};
}
