import type { NodeView } from './node-view.ts';
import { isAlive } from './runtime-record.ts';

/** How many containers run, pauses and those in no pod among them: what `docker ps` lists. */
export function countRunning({ pods, unmatched }: NodeView): number {
	const all = [...pods.flatMap((pod) => [...pod.sandboxes, ...pod.containers]), ...unmatched];
	return all.filter(({ state }) => state !== 'waiting' && state !== 'terminated' && isAlive(state)).length;
}
