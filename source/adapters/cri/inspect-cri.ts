import { parseCriInfoDocument } from '../../core/cri-info.ts';
import { wireObject } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { connectCri } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';

/**
 * The runtime's own answer about one sandbox or container, as `crictl inspectp` and `crictl inspect` print it: its status, and
 * its info unpacked. It has the environment, so mask that before showing it. Rejects with a SourceError; one that says `gone` when
 * it no longer exists.
 */
export async function inspectCri(
	endpoint: CriEndpoint,
	{ id, role }: { id: string; role: 'sandbox' | 'container' },
	{ requestTimeout = 5_000, signal }: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<unknown> {
	const client = await connectCri(endpoint, { requestTimeout, signal });
	try {
		const answer = await client.status(role, id, signal);
		if (answer !== undefined) {
			const { status, info } = wireObject(answer);
			return { status, info: parseCriInfoDocument(info) };
		}
	} finally {
		client.close();
	}
	throw new SourceError(`${role} ${id.slice(0, 13)} is gone`, { remedy: 'choose its successor in the list' });
}
