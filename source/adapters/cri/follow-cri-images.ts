import type { CriEndpoint } from './cri-endpoint.ts';
import { containerdEventsMethod } from './cri-methods.ts';
import { openGrpcConnection } from './grpc-connection.ts';

/**
 * Calls `onChange` whenever containerd has got or lost an image, or a name for one. Resolves when `signal` aborts; rejects where there are no such
 * events (all runtimes but containerd), or when they break off.
 */
export async function followCriImages(endpoint: CriEndpoint, onChange: () => void, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	const connection = await openGrpcConnection(endpoint);
	try {
		const request = { filters: ['namespace==k8s.io,topic~="^/images/"'] };
		for await (const _ of connection.stream(containerdEventsMethod, request, signal)) onChange();
	} finally {
		connection.close();
	}
	if (!signal.aborted) throw new Error('the stream of image events has ended');
}
