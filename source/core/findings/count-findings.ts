import type { Finding } from './finding.ts';

/** How many findings somebody has to do something about: those that are only worth knowing do not count. */
export function countFindings(findings: readonly Finding[]): number {
	return findings.filter(({ severity }) => severity !== 'info').length;
}
