import type { Finding, NodeFindings } from '../core/findings/finding.ts';
import { formatAge } from '../format/age.ts';
import { escapeText } from '../format/escape.ts';
import { nameSubject } from '../output/finding-subject.ts';

/** Returns lines for what has become of the suspicions since the last call, each with its line break. `now`: milliseconds since the epoch. */
export type SuspicionProgress = (findings: NodeFindings, now: number) => string;

/** Tells whoever waits what is being watched: a line when something is suspected, and one when it is certain or over. */
export function createSuspicionProgress(): SuspicionProgress {
	let watched: ReadonlyMap<string, Finding> = new Map();
	return ({ findings, suspected }, now) => {
		const open = new Map<string, Finding & { confirmedAt: number }>(suspected.map((one) => [one.key, one]));
		const certain = new Set(findings.map(({ key }) => key));
		const begun = [...open.values()].filter(({ key }) => !watched.has(key));
		const ended = [...watched.values()].filter(({ key }) => !open.has(key));
		watched = open;
		return [
			...begun.map((one) => `suspected: ${name(one)}, sure in ${formatAge(Math.max(0, one.confirmedAt - now))}`),
			...ended.map((one) => `${certain.has(one.key) ? 'certain' : 'over'}: ${name(one)}`),
		]
			.map((line) => `${line}\n`)
			.join('');
	};
}

function name({ rule, subject }: Finding): string {
	return `${rule} ${escapeText(nameSubject(subject))}`;
}
