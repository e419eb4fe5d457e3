import type { ContainerView, NodeView } from './node-view.ts';
import { isAlive } from './runtime-record.ts';

/** How many containers run, pauses and those in no pod among them: what `docker ps` lists. */
export function countRunning({ pods, unmatched }: NodeView): number {
	let count = unmatched.filter(runs).length;
	for (const { sandboxes, containers } of pods) {
		for (const sandbox of sandboxes) if (runs(sandbox)) count++;
		for (const container of containers) if (runs(container)) count++;
	}
	return count;
}

function runs({ state }: Pick<ContainerView, 'state'>): boolean {
	return state !== 'waiting' && state !== 'terminated' && isAlive(state);
}
