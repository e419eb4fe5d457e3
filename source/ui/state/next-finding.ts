import type { Finding } from '../../core/findings/finding.ts';

/** The finding that the reader was last brought to. */
export type FindingCursor = {
	key: string;
	/** Where it was among those that somebody has to do something about, for when it is over. */
	index: number;
};

/** The finding after that one, round and round; the worst one at first. What is only worth knowing is no station. */
export function selectNextFinding(
	findings: readonly Finding[],
	cursor: FindingCursor | undefined,
): { finding: Finding; cursor: FindingCursor } | undefined {
	const stations = findings.filter(({ severity }) => severity !== 'info');
	const at = cursor ? stations.findIndex(({ key }) => key === cursor.key) : -1;
	// where it was stands the one that came after it
	const next = at >= 0 ? at + 1 : (cursor?.index ?? 0);
	const index = next < stations.length ? next : 0;
	const finding = stations[index];
	return finding && { finding, cursor: { key: finding.key, index } };
}
