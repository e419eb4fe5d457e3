import { createJoin } from '../core/correlate/join.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView } from '../core/node-view.ts';

/**
 * The joined view of a state. Only what differs from the state before is joined anew: a tick of the clock or a new event gives
 * the same object, and pods that read the same as before stay the same objects. A frozen screen asks for two states in turn: the
 * two newest are remembered.
 */
export function selectNodeView(state: NodeState): NodeView {
	const known = remembered.find((entry) => showsTheSame(entry.state, state));
	const entry = { state, view: known ? known.view : join.advance(state) };
	remembered = [entry, ...remembered.filter((other) => other !== known)].slice(0, 2);
	return entry.view;
}

const join = createJoin();
let remembered: readonly { state: NodeState; view: NodeView }[] = [];

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
