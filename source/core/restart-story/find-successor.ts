import type { Life } from './life.ts';

/** The next run of the same container in the same sandbox that is there or was. */
export function findSuccessor(containers: readonly Life[], life: Life): Life | undefined {
	const index = containers.indexOf(life);
	return containers.find((other, at) => at > index && other.name === life.name && other.sandboxId === life.sandboxId);
}
