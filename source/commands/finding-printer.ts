import type { Finding, NodeFindings } from '../core/findings/finding.ts';
import type { NodeState } from '../core/node-state.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { type FindingEventType, findingEventTypes, formatFindingEvent } from '../output/finding-event.ts';

/** Returns lines for what has become of the findings since the last call, each with its line break. */
export type FindingPrinter = (state: NodeState) => string;

/**
 * A line when a finding appears, when its severity changes or a source that it needs goes or comes back, and when it is over. Those
 * that stand when the printing begins are told first, whenever they began: so a reader has the whole state.
 */
export function createFindingPrinter(kubeNamespace: string | undefined): FindingPrinter {
	let told: NodeFindings['findings'] = [];
	return ({ findings: { findings }, now }) => {
		if (findings === told) return '';
		const changes = listChanges(told, findings).filter(([, { subject }]) => {
			return kubeNamespace === undefined || (subject.kind === 'pod' && subject.kubeNamespace === kubeNamespace);
		});
		told = findings;
		return changes.map(([type, finding]) => `${formatFindingEvent(type, finding, now)}\n`).join('');
	};
}

/** Whether a timeline's entry tells what the finding printer tells with more detail. */
export function isFindingEvent({ source, type }: TimelineEvent): boolean {
	return source === 'pausetop' && findingEventTypes.some((known) => known === type);
}

type Change = readonly [type: FindingEventType, finding: Finding];

function listChanges(before: readonly Finding[], after: readonly Finding[]): Change[] {
	const earlier = new Map(before.map((finding) => [finding.key, finding]));
	const later = new Set(after.map(({ key }) => key));
	const cleared = before.filter(({ key }) => !later.has(key)).map((finding) => ['FindingCleared', finding] as const);
	const changed = after.flatMap((finding): Change[] => {
		const type = compare(earlier.get(finding.key), finding);
		return type ? [[type, finding]] : [];
	});
	return [...cleared, ...changed];
}

function compare(before: Finding | undefined, after: Finding): FindingEventType | undefined {
	if (!before) return 'FindingAppeared';
	const [was, is] = [before, after].map(({ uncheckedSince }) => uncheckedSince !== undefined);
	if (!was && is) return 'FindingUnchecked';
	return before.severity !== after.severity || was !== is ? 'FindingChanged' : undefined;
}
