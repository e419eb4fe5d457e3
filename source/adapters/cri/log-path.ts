import { wireObject, wireString } from '../../core/docker-wire.ts';
import { connectCri } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';

/** What a runtime says about a container's log. */
export type CriLogState = {
	/** Where on the host it writes it. Absent when the kubelet asked for none. */
	path?: string;
	running: boolean;
};

/** Asks a CRI runtime. Undefined when it does not know the container (any more). Rejects with a SourceError. */
export async function readCriLogState(
	endpoint: CriEndpoint,
	id: string,
	{ requestTimeout = 5_000, signal }: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<CriLogState | undefined> {
	const client = await connectCri(endpoint, { requestTimeout, signal });
	try {
		const answer = await client.status('container', id, signal);
		if (answer === undefined) return undefined;
		const { logPath, state } = wireObject(wireObject(answer).status);
		return { path: wireString(logPath), running: state === 'CONTAINER_RUNNING' };
	} finally {
		client.close();
	}
}
