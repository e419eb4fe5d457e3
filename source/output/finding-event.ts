import type { Finding } from '../core/findings/finding.ts';
import { formatTime } from './document.ts';
import { describeFinding } from './finding-json.ts';

/** What has become of a finding. */
export const findingEventTypes = ['FindingAppeared', 'FindingChanged', 'FindingUnchecked', 'FindingCleared'] as const;

/**
 * `FindingAppeared`: it is so now. `FindingChanged`: its severity is another one, or it can be checked again. `FindingUnchecked`: a
 * source is gone, nobody can tell any more. `FindingCleared`: it is over.
 */
export type FindingEventType = (typeof findingEventTypes)[number];

/**
 * A line of `pausetop events`, without the line break: `{at, source: "pausetop", type, kubeNamespace?, pod?, container?, id?, message,
 * finding}`, the finding as in finding-json.ts; of one that is over as it last was. `at`: milliseconds since the epoch.
 */
export function formatFindingEvent(type: FindingEventType, finding: Finding, at: number): string {
	const { subject, rule } = finding;
	const pod = subject.kind === 'pod' ? subject : undefined;
	const described = describeFinding(finding, at);
	return JSON.stringify({
		at: formatTime(at),
		source: 'pausetop',
		type,
		kubeNamespace: pod?.kubeNamespace,
		pod: pod?.name,
		container: pod?.container,
		id: pod?.id,
		message: `${rule}: ${described.summary}`,
		finding: described,
	});
}
