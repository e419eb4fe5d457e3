import type { CannotTell, Finding, NodeFindings } from '../core/findings/finding.ts';
import type { FindingText } from '../core/findings/finding-text.ts';
import { formatFindingText } from '../ui/columns/finding-text.ts';
import { formatTime } from './document.ts';

/**
 * A finding as an object, for `pausetop findings -o json` and `pausetop events`:
 * ```
 * {id, key, severity: "critical" | "warning" | "info",
 *  subject: {kind: "pod", uid, kubeNamespace, name, container?, id?} | {kind: "node", name?} | {kind: "runtime", name} |
 *           {kind: "process", pid, name} | {kind: "file", path},
 *  since, sinceIsExact, summary, evidence: [{what, value, source, command?}], todo: [{text, command?}], avoid: [text], help,
 *  uncheckedSince?}
 * ```
 * `id` is the rule's, `key` tells one fault from another and stays the same while it lasts. Where `sinceIsExact` is false, `since`
 * is when pausetop first noticed: it may be older. Lengths of time inside texts are those at `now`, milliseconds since the epoch;
 * times of day in them are UTC.
 */
export function describeFinding(finding: Finding, now: number) {
	const { rule, key, severity, subject, since, noticed, uncheckedSince } = finding;
	const words = (text: FindingText) => formatFindingText(text, { now, utc: true });
	return {
		id: rule,
		key,
		severity,
		subject,
		since: formatTime(since),
		sinceIsExact: !noticed,
		summary: words(finding.summary),
		evidence: finding.evidence.map(({ what, value, source, command }) => ({
			...{ what, value: words(value), source, command },
		})),
		todo: finding.todo.map(({ text, command }) => ({ text: words(text), command })),
		avoid: finding.avoid.map(words),
		help: `README.md#${rule}`,
		uncheckedSince: formatTime(uncheckedSince),
	};
}

/** What looks wrong but has not lasted long enough: a finding with `confirmedAt`, from when on it would be one. */
export function describeSuspicion(suspicion: NodeFindings['suspected'][number], now: number) {
	return { ...describeFinding(suspicion, now), confirmedAt: formatTime(suspicion.confirmedAt) };
}

/** `{id, reason, remedy?}`: a rule that could not be checked. */
export function describeCannotTell({ rule, reason, remedy }: CannotTell) {
	return { id: rule, reason, remedy };
}
