import type { CannotTell, Finding, FindingEvidence, FindingStep, NodeFindings } from '../core/findings/finding.ts';
import type { FindingText } from '../core/findings/finding-text.ts';
import { formatAge } from '../format/age.ts';
import { escapeText } from '../format/escape.ts';
import { wrapWords } from '../format/wrap.ts';
import { formatFindingText } from '../ui/columns/finding-text.ts';
import { nameSubject } from './finding-subject.ts';

export type FindingReportOptions = {
	/** Milliseconds since the epoch. */
	now: number;
	/** How wide prose may be. Commands are there to be copied: they stay whole, on a line of their own. */
	columns: number;
	/** Times of day in UTC instead of the local time zone. */
	utc?: boolean;
};

type Words = (text: FindingText) => string;

/**
 * What is wrong, as `pausetop findings` prints it: each finding with its evidence and what to do, then what is only suspected, then
 * what cannot be told. Empty when there is nothing of all that; else it ends with a line break.
 */
export function formatFindingReport(
	{ findings, suspected, cannotTell }: NodeFindings,
	options: FindingReportOptions,
): string {
	const words: Words = (text) => formatFindingText(text, options);
	const blocks = [
		...findings.map((finding) => formatFinding(finding, words, options)),
		...(suspected.length > 0 ? [formatSuspected(suspected, words, options)] : []),
		...(cannotTell.length > 0 ? [formatUnknown(cannotTell, options)] : []),
	];
	return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

function formatFinding(finding: Finding, words: Words, options: FindingReportOptions): string[] {
	const { severity, rule, subject, summary, evidence, todo, avoid } = finding;
	const title = `${severity.toUpperCase()}  ${rule}  ${nameSubject(subject)}  ${describeAge(finding, options.now)}`;
	const prose = (text: string, indent: string, first?: string) => wrap(text, options.columns, indent, first);
	return [
		...prose(title, '  ', ''),
		...prose(words(summary), '  '),
		...section('evidence', evidence, (entry) => formatEvidence(entry, words, prose)),
		...section('next', todo, (step, index) => formatStep(step, index, words, prose)),
		...section('avoid', avoid, (text) => prose(words(text), '      ', '    - ')),
		`  more: README.md#${rule}`,
	];
}

type Prose = (text: string, indent: string, first?: string) => string[];

function section<T>(title: string, entries: readonly T[], format: (entry: T, index: number) => string[]): string[] {
	return entries.length === 0 ? [] : [`  ${title}:`, ...entries.flatMap(format)];
}

function formatEvidence({ what, value, source, command }: FindingEvidence, words: Words, prose: Prose): string[] {
	return [...prose(`${what}: ${words(value)} (${source})`, '      ', '    '), ...formatCommand(command, '      ')];
}

function formatStep({ text, command }: FindingStep, index: number, words: Words, prose: Prose): string[] {
	const number = `${index + 1}. `;
	const indent = ' '.repeat(4 + number.length);
	return [...prose(words(text), indent, `    ${number}`), ...formatCommand(command, indent)];
}

function formatCommand(command: string | undefined, indent: string): string[] {
	return command === undefined ? [] : [`${indent}$ ${escapeText(command)}`];
}

function formatSuspected(
	suspected: NodeFindings['suspected'],
	words: Words,
	{ now, columns }: FindingReportOptions,
): string[] {
	return [
		'Suspected, but not for long enough to be sure:',
		...suspected.flatMap(({ severity, rule, subject, summary, confirmedAt, uncheckedSince }) => [
			...wrap(
				`${severity}  ${rule}  ${nameSubject(subject)}  ${uncheckedSince === undefined ? `sure in ${formatAge(Math.max(0, confirmedAt - now))}` : 'not checked now'}`,
				columns,
				'    ',
				'  ',
			),
			...wrap(words(summary), columns, '    '),
		]),
	];
}

/** Rules that lack the same are told together. */
function formatUnknown(cannotTell: readonly CannotTell[], { columns }: FindingReportOptions): string[] {
	const byReason = Map.groupBy(cannotTell, ({ reason, remedy }) => JSON.stringify([reason, remedy]));
	return [
		'Cannot tell:',
		...[...byReason.values()].flatMap((group) => {
			const { reason = '', remedy } = group[0] ?? {};
			const rules = group.map(({ rule }) => rule).join(', ');
			return [
				...wrap(reason, columns, '    ', '  '),
				...(remedy === undefined ? [] : wrap(`next: ${remedy}`, columns, '      ', '    ')),
				...wrap(`not checked: ${rules}`, columns, '      ', '    '),
			];
		}),
	];
}

function describeAge({ since, noticed, uncheckedSince }: Finding, now: number): string {
	const age = (at: number) => formatAge(Math.max(0, now - at));
	const unchecked = uncheckedSince === undefined ? '' : `, not checked for ${age(uncheckedSince)}`;
	return `for ${noticed ? 'at least ' : ''}${age(since)}${unchecked}`;
}

/** Prose from outside and from here, safe to draw, no line wider than `columns` where that can be. */
function wrap(text: string, columns: number, indent: string, first = indent): string[] {
	const lines = wrapWords(escapeText(text), Math.max(20, columns - indent.length));
	return lines.map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd());
}
