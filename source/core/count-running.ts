import type { ContainerView, NodeView, PodView } from './node-view.ts';
import { isAlive } from './runtime-record.ts';

/** How many containers run, pauses and those in no pod among them: what `docker ps` lists. */
export function countRunning({ pods, unmatched }: NodeView): number {
	let count = unmatched.filter(runs).length;
	for (const pod of pods) count += countInPod(pod);
	return count;
}

// asked for at each frame, and most pods are the same ones as at the frame before
const counted = new WeakMap<PodView, number>();

function countInPod(pod: PodView): number {
	const known = counted.get(pod);
	if (known !== undefined) return known;
	const count = pod.sandboxes.filter(runs).length + pod.containers.filter(runs).length;
	counted.set(pod, count);
	return count;
}

function runs({ state }: Pick<ContainerView, 'state'>): boolean {
	return state !== 'waiting' && state !== 'terminated' && isAlive(state);
}
