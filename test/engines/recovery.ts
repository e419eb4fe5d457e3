import type { Document, PodEntry } from './document.ts';

export function findPod({ pods }: Pick<Document, 'pods'>, name: string): PodEntry {
	const pod = pods.find((entry) => entry.name === name);
	if (pod === undefined) throw new Error(`there is no pod ${name}`);
	return pod;
}

/** A new sandbox with everything running in it, and kubectl knows: for a while it still says what was before. */
export function hasRecovered(document: Document, before: PodEntry): boolean {
	const { status, ready, restarts, sandboxes, containers } = findPod(document, before.name);
	const id = sandboxes[0]?.id;
	const isBack = containers
		.filter(({ current }) => current)
		.every(({ state, sandboxId }) => state === 'running' && sandboxId === id);
	const isKnown = status === 'Running' && ready === before.ready && (restarts ?? 0) > (before.restarts ?? 0);
	return id !== before.sandboxes[0]?.id && isBack && isKnown;
}
