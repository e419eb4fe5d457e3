import type { Finding, FindingSeverity, FindingSubject } from '../../core/findings/finding.ts';
import { type ContainerRow, incarnationOf } from '../columns/container-row.ts';
import type { Row } from './row.ts';

/** The pods' findings by runtime UID, each list as it was judged: the worst first. */
export type FindingIndex = ReadonlyMap<string, readonly Finding[]>;

/** By the pods that they are about; those about anything else are not in it. */
export function indexFindings(findings: readonly Finding[]): FindingIndex {
	const index = new Map<string, Finding[]>();
	for (const finding of findings) {
		const uid = podUidOf(finding);
		if (uid === undefined) continue;
		const known = index.get(uid);
		if (known) known.push(finding);
		else index.set(uid, [finding]);
	}
	return index;
}

/** The runtime UID of the pod that a finding is about, if it is about one. */
export function podUidOf({ subject }: Pick<Finding, 'subject'>): string | undefined {
	return subject.kind === 'pod' ? subject.uid : undefined;
}

/** The worst that is found about a row. What is only worth knowing marks no row. */
export function selectRowSeverity(row: Row, index: FindingIndex): FindingSeverity | undefined {
	if (index.size === 0 || (row.kind !== 'pod' && row.kind !== 'container')) return undefined;
	const worst = index
		.get(row.pod.uid)
		?.find(
			({ severity, subject }) => severity !== 'info' && (row.kind === 'pod' || isAboutContainer(subject, row.row)),
		);
	return worst?.severity;
}

/** Whether a finding is about this very incarnation, or else about the container that has the name. */
export function isAboutContainer(subject: FindingSubject, row: ContainerRow): boolean {
	if (subject.kind !== 'pod') return false;
	const { id, current } = incarnationOf(row);
	if (subject.id !== undefined) return subject.id === id;
	return current && row.role === 'container' && row.container.name === subject.container;
}
