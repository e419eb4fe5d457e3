import { describePauseImage, selectCriCgroupDriver } from '../../core/cri-facts.ts';
import { normalizeCriImage, normalizeCriRuntimeStatus } from '../../core/cri-report.ts';
import type { RuntimeFacts } from '../../core/runtime-facts.ts';
import { connectCri } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';

export type ReadFactsOptions = {
	/** Milliseconds since the epoch. */
	now: () => number;
	signal?: AbortSignal;
	/** Longest wait for an answer, milliseconds. 5 s unless given. */
	requestTimeout?: number;
};

/** Asks a runtime what it is set up with, and for its images. Rejects with a SourceError. */
export async function readCriFacts(
	endpoint: CriEndpoint,
	{ now, signal, requestTimeout = 5_000 }: ReadFactsOptions,
): Promise<RuntimeFacts> {
	const client = await connectCri(endpoint, { requestTimeout, signal });
	try {
		const [wire, images] = await Promise.all([client.runtimeStatus(signal), client.listImages(signal)]);
		const { pauseImage } = normalizeCriRuntimeStatus(wire);
		const cgroupDriver = selectCriCgroupDriver(wire);
		return {
			readAt: now(),
			...(pauseImage !== undefined && {
				pauseImage: describePauseImage(pauseImage, images.map(normalizeCriImage), client.version),
			}),
			...(cgroupDriver !== undefined && { cgroupDriver }),
		};
	} finally {
		client.close();
	}
}
