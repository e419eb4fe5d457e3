import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { NodeCondition } from '../kubelet-state.ts';
import type { NodeState } from '../node-state.ts';
import { countOf } from './join-words.ts';

/**
 * A kubelet writes its node's status when something changes, else every five minutes only (nodeStatusReportFrequency; its lease
 * says each 10 s that it is there, and is not read here). Silence counts when the node controller's 40 s of patience
 * have passed on top of that.
 */
const longestSilence = 5 * 60_000 + 40_000;

/** What is known of the kubelet now. What an API server said that no longer answers is old, and is left out. */
export function selectNodeCondition({ node, kubeletRuns, sources }: NodeState): NodeCondition {
	const health = sources.get('kube')?.health;
	const isCurrent = health === undefined || health === 'live' || health === 'degraded';
	const ready = isCurrent ? node?.status?.conditions?.find(({ type }) => type === 'Ready') : undefined;
	return { running: kubeletRuns, ready: ready?.status, heardAt: parseKubeTime(ready?.lastHeartbeatTime) };
}

/** Whether a pod that ends now would probably not be made again. False also when nothing is known. */
export function seemsDown(condition: NodeCondition, now: number): boolean {
	return describeKubeletFault(condition, now) !== undefined;
}

/** Whether nothing at all tells how the kubelet is. */
export function isUnknown({ running, ready }: NodeCondition): boolean {
	return running === undefined && ready === undefined;
}

/**
 * Why the kubelet seems down, in words that begin a sentence or follow a colon; undefined when nothing speaks for it. One whose
 * process is seen is not called silent: then the API server's data is old, and pods come back without it.
 */
export function describeKubeletFault({ running, ready, heardAt }: NodeCondition, now: number): string | undefined {
	if (running === false) return "the kubelet's process is gone";
	if (ready !== undefined && ready !== 'True') {
		return running ? `the kubelet runs, but its node is not Ready (${ready})` : `the node is not Ready (${ready})`;
	}
	const silence = heardAt === undefined ? 0 : now - heardAt;
	if (running || silence <= longestSilence) return undefined;
	return `the API server has not heard from the kubelet for ${countOf(Math.floor(silence / 60_000), 'minute')}`;
}
