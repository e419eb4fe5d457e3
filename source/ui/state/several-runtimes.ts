import type { NodeState } from '../../core/node-state.ts';

/** Whether containers of more than one runtime are shown: then each line names its own. */
export function hasSeveralRuntimes({ records }: NodeState): boolean {
	return [...records.values()].filter((listed) => listed.size > 0).length > 1;
}
