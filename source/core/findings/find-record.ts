import type { NodeState } from '../node-state.ts';
import type { RuntimeRecord } from '../runtime-record.ts';

/** The runtime's record behind a sandbox or container of the view: it has what the view leaves out. */
export function findRecord(
	{ records }: NodeState,
	{ id, runtime }: { id?: string; runtime?: string },
): RuntimeRecord | undefined {
	return id === undefined || runtime === undefined ? undefined : records.get(runtime)?.get(id);
}
