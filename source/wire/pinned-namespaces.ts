import { readPinnedNamespaces } from '../adapters/proc/pinned-namespaces.ts';
import type { Observation } from '../core/observation.ts';
import { isAlive } from '../core/runtime-record.ts';

/**
 * Reads the namespaces that the runtime keeps by files instead of by a pause process (CRI-O's dropped infra container), of the
 * records in an observation. Undefined when there are none.
 */
export function readPinned(observation: Observation, hostRoot: string | undefined): Observation | undefined {
	if (observation.kind !== 'runtime-listing' && observation.kind !== 'runtime-records') return undefined;
	const namespaces = observation.records.flatMap(({ id, state, pinnedNamespaces }) =>
		pinnedNamespaces && isAlive(state)
			? [{ sandboxId: id, linuxNamespaces: readPinnedNamespaces(pinnedNamespaces, hostRoot) }]
			: [],
	);
	return namespaces.length > 0
		? { at: observation.at, source: 'proc', kind: 'pinned-namespaces', namespaces }
		: undefined;
}
