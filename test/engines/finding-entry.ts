/**
 * A finding as `pausetop findings -o json` and `pausetop events` print it. Written down here a second time on purpose: what checks
 * the program must not share its types.
 */
export type FindingEntry = {
	id: string;
	key: string;
	severity: 'critical' | 'warning' | 'info';
	subject: { kind: string; uid?: string; kubeNamespace?: string; name?: string; container?: string; id?: string };
	/** RFC 3339. */
	since: string;
	sinceIsExact: boolean;
	summary: string;
	evidence: readonly { what: string; value: string; source: string; command?: string }[];
	todo: readonly { text: string; command?: string }[];
	avoid: readonly string[];
};

/** The value of the first piece of evidence whose name begins so, or matches; undefined where there is none. */
export function evidenceOf({ evidence }: FindingEntry, what: string | RegExp): string | undefined {
	return evidence.find((piece) => (typeof what === 'string' ? piece.what.startsWith(what) : what.test(piece.what)))
		?.value;
}
