import type { Finding, NodeFindings } from '../core/findings/finding.ts';
import type { TimelineEvent } from '../core/timeline-event.ts';
import { formatFindingText } from '../ui/columns/finding-text.ts';

/**
 * What has become of the findings from one judgement to the next, as events of pausetop's own: `FindingAppeared`, `FindingCleared`,
 * and `FindingUnchecked` for one whose source is gone. `at` in milliseconds since the epoch.
 */
export function describeFindingChanges(before: NodeFindings, after: NodeFindings, at: number): TimelineEvent[] {
	const earlier = new Map(before.findings.map((finding) => [finding.key, finding]));
	const later = new Map(after.findings.map((finding) => [finding.key, finding]));
	const appeared = after.findings.filter(({ key }) => !earlier.has(key));
	const cleared = before.findings.filter(({ key }) => !later.has(key));
	const unchecked = after.findings.filter(
		({ key, uncheckedSince }) => uncheckedSince !== undefined && earlier.get(key)?.uncheckedSince === undefined,
	);
	return [
		...appeared.map((finding) => describe('FindingAppeared', finding, at)),
		...cleared.map((finding) => describe('FindingCleared', finding, at)),
		...unchecked.map((finding) => describe('FindingUnchecked', finding, at)),
	];
}

function describe(type: string, finding: Finding, at: number): TimelineEvent {
	const { key, rule, severity, subject, summary } = finding;
	return {
		key: `finding:${type}:${at}:${key}`,
		at,
		source: 'pausetop',
		type,
		...(subject.kind === 'pod' && {
			kubeNamespace: subject.kubeNamespace,
			pod: subject.name,
			podUid: subject.uid,
			...(subject.container !== undefined && { container: subject.container, role: 'container' as const }),
			...(subject.id !== undefined && { id: subject.id }),
		}),
		severity: severity === 'info' ? 'normal' : 'warning',
		message: `${rule}: ${formatFindingText(summary, { now: at })}`,
	};
}
