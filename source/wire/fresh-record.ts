import { connectCri } from '../adapters/cri/cri-client.ts';
import type { CriEndpoint } from '../adapters/cri/cri-endpoint.ts';
import { connectDocker } from '../adapters/docker/docker-client.ts';
import type { DockerEndpoint } from '../adapters/docker/docker-endpoint.ts';
import { normalizeCriContainerStatus, normalizeCriSandboxStatus } from '../core/cri-record.ts';
import { normalizeDockerInspected } from '../core/docker-container.ts';
import { identifyRecord } from '../core/identity.ts';
import type { ObservationOf } from '../core/observation.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';

export type LookOptions = {
	/** Longest wait for an answer, milliseconds. */
	requestTimeout: number;
	signal: AbortSignal;
};

/** What Docker says at this moment about a record; undefined when there is no such container any more. Rejects with a SourceError. */
export async function readFreshDocker(
	endpoint: DockerEndpoint,
	known: RuntimeRecord,
	{ requestTimeout, signal }: LookOptions,
): Promise<RuntimeRecord | undefined> {
	const client = await connectDocker(endpoint, { requestTimeout, signal });
	const answer = await client.inspect(known.id, signal);
	return answer === undefined ? undefined : normalizeDockerInspected(answer, known);
}

/** The same of a CRI runtime, about a sandbox or a container. */
export async function readFreshCri(
	endpoint: CriEndpoint,
	known: RuntimeRecord,
	{ requestTimeout, signal }: LookOptions,
): Promise<RuntimeRecord | undefined> {
	const role = identifyRecord(known)?.role ?? 'container';
	const client = await connectCri(endpoint, { requestTimeout, signal });
	try {
		const answer = await client.status(role, known.id, signal);
		if (answer === undefined) return undefined;
		return (role === 'sandbox' ? normalizeCriSandboxStatus : normalizeCriContainerStatus)(answer, known);
	} finally {
		client.close();
	}
}

/** What such a look has shown, for the store. */
export function observeRecord(
	{ id, runtime: source }: Pick<RuntimeRecord, 'id' | 'runtime'>,
	record: RuntimeRecord | undefined,
	at: number,
): ObservationOf<'runtime-records'> & { at: number; source: string } {
	return { at, source, kind: 'runtime-records', records: record ? [record] : [], gone: record ? [] : [id] };
}
