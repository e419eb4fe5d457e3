import type { KubeContainerStatus } from '../kube-pod.ts';
import { parseKubeTime } from './parse-kube-time.ts';

/** A count of restarts and the end of the incarnation before the newest of them (milliseconds since the epoch). */
export type Restarts = { restarts: number; lastRestartAt?: number };

/**
 * RESTARTS over some containers. The time is the newest `lastState.terminated.finishedAt`: kubectl's "(5m ago)" is when the
 * last one died, not when its successor started. It can be absent although the count is not 0.
 */
export function countRestarts(statuses: readonly KubeContainerStatus[]): Restarts {
	let restarts = 0;
	let lastRestartAt: number | undefined;
	for (const status of statuses) {
		restarts += status.restartCount ?? 0;
		const finishedAt = parseKubeTime(status.lastState?.terminated?.finishedAt);
		if (finishedAt !== undefined && (lastRestartAt === undefined || finishedAt > lastRestartAt)) {
			lastRestartAt = finishedAt;
		}
	}
	return { restarts, lastRestartAt };
}
