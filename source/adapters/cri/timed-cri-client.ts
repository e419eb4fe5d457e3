import type { CallTimes } from '../call-times.ts';
import type { CriClient } from './cri-client.ts';

/** The same client, whose whole listings are measured, and its other questions where they are slow. */
export function timeCriClient(client: CriClient, times: CallTimes): CriClient {
	return {
		...client,
		listSandboxes: (signal, id) =>
			times.measure('ListPodSandbox', id === undefined, () => client.listSandboxes(signal, id)),
		listContainers: (signal, id) =>
			times.measure('ListContainers', id === undefined, () => client.listContainers(signal, id)),
		status: (role, id, signal) =>
			times.measure(`${role === 'sandbox' ? 'PodSandboxStatus' : 'ContainerStatus'} ${id.slice(0, 12)}`, false, () =>
				client.status(role, id, signal),
			),
	};
}
