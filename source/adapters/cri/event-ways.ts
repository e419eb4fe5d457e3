import { type CriEvent, normalizeContainerdEvent, normalizeCriEvent } from '../../core/cri-event.ts';
import { SourceError } from '../../core/source.ts';
import type { CriClient } from './cri-client.ts';
import type { CriVersion } from './cri-version.ts';
import { grpcCode, selectGrpcCode } from './explain-cri-error.ts';

/** How a runtime can tell at once that something has happened. */
export type EventWay = 'containerd-events' | 'cri-events';

/**
 * The ways that may be tried, best first; none where listing again is all there is. CRI's own events have a single reader in
 * containerd before 2.0 and in CRI-O 1.26: reading them would take them away from a kubelet that reads them too
 * (containerd#7318, cri-o#6466).
 */
export function selectEventWays({ runtime, version = '' }: CriVersion): readonly EventWay[] {
	const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
	if (runtime === 'containerd') return major >= 2 ? ['containerd-events', 'cri-events'] : ['containerd-events'];
	if (runtime === 'cri-o') return major > 1 || minor >= 27 ? ['cri-events'] : [];
	return [];
}

/** Reads events until `signal` aborts. Resolves with `unavailable` when the runtime does not offer them; rejects when they break off. */
export async function followEvents(
	client: Pick<CriClient, 'version' | 'containerdEvents' | 'criEvents'>,
	way: EventWay,
	signal: AbortSignal,
	take: (event: CriEvent) => void,
): Promise<'unavailable'> {
	try {
		if (way === 'containerd-events') {
			for await (const { envelope, typeName, unpacked } of client.containerdEvents(signal)) {
				const event = typeName && normalizeContainerdEvent(envelope, typeName, unpacked);
				if (event) take(event);
			}
			if (!signal.aborted) throw closedStream(client.version.runtime);
		} else {
			for await (const wire of client.criEvents(signal)) {
				const event = normalizeCriEvent(wire);
				if (event) take(event);
			}
			// CRI-O without enable_pod_events ends the stream at once and without an error
		}
		return 'unavailable';
	} catch (error) {
		const cause = error instanceof SourceError ? error.cause : error;
		if (selectGrpcCode(cause) === grpcCode.unimplemented) return 'unavailable';
		throw error;
	}
}

function closedStream(runtime: string): SourceError {
	return new SourceError(`${runtime} closed its event stream`, { remedy: 'it is connected again by itself' });
}
