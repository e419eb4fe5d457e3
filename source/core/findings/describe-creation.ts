import type { NodeState } from '../node-state.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence } from './finding.ts';
import { say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { findHolder, parseReservedName } from './reserved-name.ts';

/** The last part of what one program after the other has put its words before. */
const wrapping = /^.*\b(?:desc = )/s;

/** Why something could not be made, in few words. */
export function describeFailure(message: string | undefined): string {
	const reserved = parseReservedName(message);
	if (reserved?.holder !== undefined) {
		return `its name is still reserved for ${reserved.holder.slice(0, 12)}, an earlier try`;
	}
	if (reserved) return 'its name is still reserved for an earlier try';
	return tidyRemark((message ?? 'the event does not say why').replace(wrapping, ''));
}

/** Who has the name, and how that one stands. Empty where the message does not tell of a name. */
export function describeHolder(message: string | undefined, state: NodeState): FindingEvidence[] {
	const reserved = parseReservedName(message);
	if (reserved?.holder === undefined) return [];
	const { holder } = reserved;
	const record = findHolder(state, holder);
	const role = record?.metadata?.role ?? (/^k8s_POD_/.test(record?.name ?? '') ? 'sandbox' : 'container');
	const command = record && inspectCommand(record, role, 'state');
	return [
		{
			what: `who has the name ${reserved.name}`,
			value: say`${holder.slice(0, 12)} ${record ? record.state : 'not listed: the call that makes it has not ended'}`,
			source: record?.runtime ?? 'pausetop',
			...(command !== undefined && { command }),
		},
	];
}
