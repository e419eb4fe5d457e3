import { correlate } from '../core/correlate/correlate.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView } from '../core/node-view.ts';

/**
 * The joined view of a state. Computed again only when something that it shows has changed: a tick of the clock or a new
 * event gives the same object. One view is remembered per store state lineage (the newest).
 */
export function selectNodeView(state: NodeState): NodeView {
	if (remembered && showsTheSame(remembered.state, state)) return remembered.view;
	const view = correlate(state);
	remembered = { state, view };
	return view;
}

let remembered: { state: NodeState; view: NodeView } | undefined;

function showsTheSame(a: NodeState, b: NodeState): boolean {
	return (
		a.records === b.records &&
		a.pods === b.pods &&
		a.processes === b.processes &&
		a.node === b.node &&
		a.nodeName === b.nodeName &&
		a.host === b.host &&
		a.pinned === b.pinned &&
		a.endedProcesses === b.endedProcesses
	);
}
