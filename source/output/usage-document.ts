import type { ContainerUsage } from '../core/inside/container-usage.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView } from '../core/node-view.ts';
import { describeLook, type InsidePod, identifyPod } from './inside-document.ts';

/**
 * The document of `pausetop top -o json`, after what all three begin with (`describeLook`; `kind` is "usage"):
 * ```
 * {…, pods: [{uid, kubeNamespace, name,
 *    containers: [{name, containerId, cpuMillicores?, cpuLimitMillicores?, cpuMilliseconds?,
 *      throttling?: {periods, throttledPeriods, milliseconds}, memoryBytes?, memoryWithCacheBytes?, memoryLimitBytes?,
 *      oomKills?, pids?, pidsLimit?}],
 *    problems: [{about, detail, remedy?}]}]}
 * ```
 * Only containers that run, the pod's pause among them as `pause`. `cpuMillicores` is the use during the last second in
 * thousandths of a core, `cpuMilliseconds` CPU time since the container's start. `memoryBytes` is the working set, which is what
 * `kubectl top` shows; `memoryWithCacheBytes` has the page cache in it. A limit that is absent is none. Throttling and OOM kills
 * count from the container's start.
 */
export function createUsageDocument(
	pods: readonly InsidePod[],
	node: { state: NodeState; view: NodeView },
	takenAt: number,
) {
	return {
		...describeLook('usage', node, takenAt),
		pods: pods.map(({ pod, inside }) => ({
			...identifyPod(pod),
			containers: (inside.usage ?? []).map(describeUsage),
			problems: inside.problems,
		})),
	};
}

function describeUsage({ container, containerId, cpu, cpuLimit, memory, pids, ...rest }: ContainerUsage) {
	return {
		name: container,
		containerId,
		cpuMillicores: cpu?.percent === undefined ? undefined : Math.round(cpu.percent * 100) / 10,
		cpuLimitMillicores: cpuLimit === undefined ? undefined : Math.round(cpuLimit * 1000),
		cpuMilliseconds: cpu?.total,
		throttling: rest.throttling,
		memoryBytes: memory?.workingSet,
		memoryWithCacheBytes: memory?.usage,
		memoryLimitBytes: memory?.limit,
		oomKills: rest.oomKills,
		pids: pids?.current,
		pidsLimit: pids?.limit,
	};
}
