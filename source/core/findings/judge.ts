import { isSameData } from '../same-data.ts';
import { type FactKind, type MissingFact, selectMissingFacts } from './fact-kind.ts';
import {
	type CannotTell,
	type Finding,
	type FindingSeverity,
	findingIds,
	findingSeverities,
	type NodeFindings,
} from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';

type Suspected = NodeFindings['suspected'][number];

/**
 * How long the time counts on for which something was suspected when it could not be checked in between, milliseconds: a source that
 * connects anew takes seconds. After a longer gap it may be another fault.
 */
const longestGap = 60_000;

/**
 * What is wrong now, by what is known now and by what was judged `before`: something is a finding once it has lasted for longer than
 * is normal. Without the facts that a rule needs, what it had found stays, marked as unchecked, and so does for a short while what it
 * suspected; the time that passes meanwhile does not count for that. Pure; findings that did not change stay the same objects.
 */
export function judge(before: NodeFindings, facts: FindingFacts, rules: readonly FindingRule[]): NodeFindings {
	const steps = judgeInSteps(before, facts, rules);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

/**
 * The same with a pause before each rule but the first: all of them at once take longer than a key should wait. However long the
 * pauses are, the facts are those of one moment.
 */
export function* judgeInSteps(
	before: NodeFindings,
	facts: FindingFacts,
	rules: readonly FindingRule[],
): Generator<undefined, NodeFindings, void> {
	const missing = selectMissingFacts(facts.state);
	const known = new Map([...before.findings, ...before.suspected].map((finding) => [finding.key, finding]));
	const findings: Finding[] = [];
	const suspected: Suspected[] = [];
	const cannotTell: CannotTell[] = [];
	for (const [index, rule] of rules.entries()) {
		if (index > 0) yield;
		const seen = look(rule, facts, missing);
		if ('reason' in seen) {
			cannotTell.push({ rule: rule.id, ...seen });
			findings.push(...keepUnchecked(before.findings, rule, facts.now));
			suspected.push(...keepUnchecked(before.suspected, rule, facts.now).filter((one) => isShortGap(one, facts.now)));
			continue;
		}
		for (const suspicion of seen.suspicions) {
			const { confirmedAt, ...finding } = describe(rule, suspicion, known, facts.now);
			if (facts.now >= confirmedAt) findings.push(keepSame(finding, known));
			else suspected.push(keepSame({ ...finding, confirmedAt }, known));
		}
	}
	return { findings: sort(findings), suspected: sort(suspected), cannotTell };
}

function look(
	rule: FindingRule,
	facts: FindingFacts,
	missing: ReadonlyMap<FactKind, MissingFact>,
): MissingFact | { suspicions: readonly Suspicion[] } {
	for (const need of rule.needs) {
		const fault = missing.get(need);
		if (fault) return fault;
	}
	try {
		return { suspicions: rule.find(facts) };
	} catch (error) {
		// one rule's fault must not take the others, or the screen, with it
		const message = error instanceof Error ? error.message : String(error);
		return { reason: `this is a fault of pausetop: ${message}`, remedy: 'please report it' };
	}
}

function keepUnchecked<T extends Finding>(findings: readonly T[], rule: FindingRule, now: number): T[] {
	return findings
		.filter((finding) => finding.rule === rule.id)
		.map((finding) => (finding.uncheckedSince === undefined ? { ...finding, uncheckedSince: now } : finding));
}

function isShortGap({ uncheckedSince }: Finding, now: number): boolean {
	return uncheckedSince === undefined || now - uncheckedSince <= longestGap;
}

function describe(
	rule: FindingRule,
	suspicion: Suspicion,
	known: ReadonlyMap<string, Finding>,
	now: number,
): Suspected {
	const key = `${rule.id}/${suspicion.key}`;
	const before = known.get(key);
	const { patience, avoid = [], key: _, ...rest } = suspicion;
	const since = suspicion.since ?? (before && selectNoticed(before, now)) ?? now;
	return {
		rule: rule.id,
		...rest,
		key,
		since,
		noticed: suspicion.since === undefined && (before?.noticed ?? true),
		avoid,
		confirmedAt: since + patience,
	};
}

/** What was only suspected when its source went has to be seen for the rest of its time: nobody saw it in between. */
function selectNoticed(before: Finding | Suspected, now: number): number {
	const { since, noticed, uncheckedSince } = before;
	const isOpen = 'confirmedAt' in before && noticed && uncheckedSince !== undefined;
	return isOpen ? since + (now - uncheckedSince) : since;
}

/** An object that says the same as the one before is that one, so that nothing is drawn anew. */
function keepSame<T extends Finding>(finding: T, known: ReadonlyMap<string, Finding>): T {
	const before = known.get(finding.key);
	return before && isSameData(before, finding) ? (before as T) : finding;
}

function sort<T extends Finding>(findings: T[]): T[] {
	return findings.sort(
		(a, b) =>
			rankSeverity(a.severity) - rankSeverity(b.severity) ||
			findingIds.indexOf(a.rule) - findingIds.indexOf(b.rule) ||
			a.since - b.since ||
			(a.key < b.key ? -1 : 1),
	);
}

/** 0 is the worst. */
export function rankSeverity(severity: FindingSeverity): number {
	return findingSeverities.indexOf(severity);
}
