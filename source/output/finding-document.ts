import type { NodeFindings } from '../core/findings/finding.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView } from '../core/node-view.ts';
import { describeCannotTell, describeFinding, describeSuspicion } from './finding-json.ts';
import { describeLook } from './inside-document.ts';

/**
 * The document of `findings -o json` and `-o yaml`: `{schema: "pausetop/v1", kind: "findings", takenAt, node: {name},
 * sources: [{name, health, detail?, remedy?}], findings, suspected, cannotTell}`. Their parts stand in finding-json.ts. Times are
 * RFC 3339, ids are full, what is absent is not known.
 */
export function createFindingDocument(
	{ findings, suspected, cannotTell }: NodeFindings,
	node: { state: NodeState; view: NodeView },
) {
	const { now } = node.state;
	return {
		...describeLook('findings', node, now),
		findings: findings.map((finding) => describeFinding(finding, now)),
		suspected: suspected.map((suspicion) => describeSuspicion(suspicion, now)),
		cannotTell: cannotTell.map(describeCannotTell),
	};
}
