import { type CriRuntimeStatus, normalizeCriImage, normalizeCriRuntimeStatus } from '../../core/cri-report.ts';
import { type CriClient, connectCri } from './cri-client.ts';
import { type CriEndpoint, formatCriEndpoint } from './cri-endpoint.ts';
import type { CriVersion } from './cri-version.ts';
import { type EventWay, followEvents, selectEventWays } from './event-ways.ts';

/** What a runtime is and offers, for `doctor`. */
export type CriReport = CriVersion & {
	endpoint: string;
	/** How changes are learned of: by events, or by listing again each 1 to 5 s. */
	live: EventWay | 'listing';
	/** Why it is only the listing. */
	why?: string;
	/** Absent when the runtime does not answer that question. */
	status?: CriRuntimeStatus;
	/** Whether the image that pauses are made of is there, and kept from being cleaned up. */
	pauseImage?: { name: string; present: boolean; pinned: boolean };
};

/** Milliseconds within which a runtime says that it has no events. With them, it says nothing until something happens. */
const refusesWithin = 300;

/** Asks a runtime what it offers. Rejects with a SourceError when it does not answer at all. */
export async function readCriReport(
	endpoint: CriEndpoint,
	{
		requestTimeout = 5_000,
		signal = new AbortController().signal,
	}: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<CriReport> {
	const client = await connectCri(endpoint, { requestTimeout, signal });
	try {
		const [live, wire] = await Promise.all([
			findEventWay(client, signal),
			client.runtimeStatus(signal).catch(() => undefined),
		]);
		const status = wire === undefined ? undefined : normalizeCriRuntimeStatus(wire);
		const pauseImage = status?.pauseImage && (await findPauseImage(client, status.pauseImage, signal));
		return {
			...client.version,
			endpoint: formatCriEndpoint(endpoint),
			...live,
			...(status && { status }),
			...(pauseImage && { pauseImage }),
		};
	} finally {
		client.close();
	}
}

async function findEventWay(client: CriClient, signal: AbortSignal): Promise<Pick<CriReport, 'live' | 'why'>> {
	const ways = selectEventWays(client.version);
	for (const way of ways) if (await offers(client, way, signal)) return { live: way };
	const { runtime, version } = client.version;
	const why =
		ways.length > 0
			? `${runtime} does not offer events${runtime === 'cri-o' ? ' (enable_pod_events is off)' : ''}`
			: `${runtime} ${version ?? ''} has no events that a second reader may read`;
	return { live: 'listing', why: why.replace(/ +/g, ' ') };
}

async function offers(client: CriClient, way: EventWay, signal: AbortSignal): Promise<boolean> {
	const enough = AbortSignal.any([signal, AbortSignal.timeout(refusesWithin)]);
	const outcome = await followEvents(client, way, enough, () => {}).catch(() => 'broken' as const);
	// what ends only because it was left is there
	return outcome === 'unavailable' && enough.aborted;
}

async function findPauseImage(client: CriClient, name: string, signal: AbortSignal): Promise<CriReport['pauseImage']> {
	const wires = await client.listImages(signal).catch(() => undefined);
	if (!wires) return undefined;
	const image = wires
		.map(normalizeCriImage)
		.find((candidate) => candidate.id === name || candidate.names.includes(name));
	return { name, present: image !== undefined, pinned: image?.pinned ?? false };
}
