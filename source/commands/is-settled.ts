import type { NodeState } from '../core/node-state.ts';

/**
 * Whether every source has said how it is, and those that work have told everything: the listings, and of what runs the times
 * that come with the inspections. Only then is a state whole enough to act on, or to tell stories from.
 */
export function isSettled({ sources, pods, records, processes }: NodeState): boolean {
	const all = [...sources];
	const isWorking = (name: string) => ['live', 'degraded'].includes(sources.get(name)?.health ?? '');
	const runtimes = all.map(([name]) => name).filter((name) => name !== 'kube' && name !== 'proc');
	// runtimes are searched for first: until one is named, or that there is none, nothing is known of them
	if (runtimes.length === 0 || all.some(([, { health }]) => health === 'connecting')) return false;
	if ((isWorking('kube') && !pods) || (isWorking('proc') && !processes)) return false;
	return runtimes.filter(isWorking).every((name) => {
		const own = [...(records.get(name)?.values() ?? [])];
		return own.every(({ state, startedAt }) => state !== 'running' || startedAt !== undefined);
	});
}
