import type { Document, PodEntry } from './document.ts';

/**
 * What must be so in every document at any time, also in the middle of a restart; one line for each violation. That an end
 * comes after its beginning is not among it: Docker 20.10 notes the end of `exit 0` before its start.
 */
export function findViolations(document: Document): string[] {
	const ids = document.pods.flatMap(({ sandboxes, containers }) => [...sandboxes, ...containers].map(({ id }) => id));
	const known = [...ids, ...document.unmatched.map(({ id }) => id)].filter((id) => id !== undefined);
	return [
		...known.filter((id, index) => known.indexOf(id) < index).map((id) => `${id} is there twice`),
		...document.pods.flatMap((pod) =>
			findPodViolations(pod).map((text) => `${pod.kubeNamespace}/${pod.name}: ${text}`),
		),
	];
}

/** The states in which there is a process; `ready` is CRI's word for a sandbox. */
const alive = ['running', 'paused', 'ready'];

function findPodViolations({ sandboxes, containers, matched }: PodEntry): string[] {
	const entries = [...sandboxes, ...containers];
	const names = new Set(containers.map(({ name }) => name));
	const chains = [sandboxes, ...[...names].map((name) => containers.filter((container) => container.name === name))];
	return [
		...chains
			.filter((chain) => chain.some(({ current }, index) => current !== (index === 0)))
			.map(() => 'not the first of a chain is current'),
		...entries
			.filter(({ state, pid }) => !alive.includes(state) && pid !== undefined)
			.map(({ id }) => `${id} has a pid, but does not run`),
		...entries
			.filter(({ state, startedAt }) => state === 'exited' && startedAt !== undefined)
			.filter(({ finishedAt, exitCode }) => finishedAt === undefined || exitCode === undefined)
			.map(({ id }) => `${id} has exited, but not when and how`),
		...(matched === 'api' && entries.some(({ id }) => id !== undefined)
			? ['only the API knows it, but it has containers']
			: []),
		...(matched !== 'api' && entries.every(({ id }) => id === undefined)
			? ['the runtime knows it, but it has no containers']
			: []),
	];
}
