import { containerStatuses, parseContainerId } from '../correlate/api-index.ts';
import type { KubePod } from '../kube-pod.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { LifeEnd } from './life.ts';
import type { Stamp } from './stamp.ts';

/** How containers ended by the API server's word, by container id: of each name the newest end or two, in whole seconds. */
export function readApiEnds(pod: KubePod | undefined): ReadonlyMap<string, LifeEnd & { ended?: Stamp }> {
	const ends = new Map<string, LifeEnd & { ended?: Stamp }>();
	for (const { state, lastState } of pod ? containerStatuses(pod) : []) {
		for (const terminated of [lastState?.terminated, state?.terminated]) {
			const id = parseContainerId(terminated?.containerID);
			if (!terminated || id === undefined) continue;
			const at = parseKubeTime(terminated.finishedAt);
			ends.set(id, {
				exitCode: terminated.exitCode,
				...(terminated.reason === 'OOMKilled' && { oomKilled: true }),
				...(at !== undefined && { ended: { at, resolution: 1000, seenBy: 'api' } }),
			});
		}
	}
	return ends;
}
