import { KubeRequestError } from './kube-request-error.ts';
import type { KubeSession } from './kube-session.ts';
import { readKubeVersion } from './kube-version.ts';

/**
 * Asks for the server's version at the start and whenever nothing has come from it for a while: a quiet cluster and a
 * server that hangs look alike on a watch.
 * @throws what a request fails with that brought no answer at all; ends when `signal` aborts
 */
export async function keepHeartbeat({ client, clock, timings, signal, health }: KubeSession): Promise<void> {
	let isFirst = true;
	while (!signal.aborted) {
		if (isFirst || performance.now() - client.lastHeard() >= timings.heartbeatEvery) {
			try {
				health.setVersion(await readKubeVersion(client, signal));
			} catch (error) {
				if (signal.aborted) return;
				// "forbidden" is an answer too
				if (!(error instanceof KubeRequestError) || error.kind === 'timeout') throw error;
			}
		}
		isFirst = false;
		if (!signal.aborted) await clock.sleep(timings.heartbeatEvery, signal);
	}
}
