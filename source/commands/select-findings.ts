import type { FindingSubject, NodeFindings } from '../core/findings/finding.ts';

/** Whose findings are asked for. */
export type FindingScope = {
	/** Pods, with or without `pod/` before them. Empty: all. */
	names: readonly string[];
	/** Absent: all. */
	kubeNamespace?: string;
};

/**
 * The findings about these pods, and those about the node itself, which every pod suffers from. What belongs to no pod (a leaked
 * shim) is there unless pods are named.
 */
export function selectFindings(all: NodeFindings, scope: FindingScope): NodeFindings {
	return {
		findings: all.findings.filter(({ subject }) => isInScope(subject, scope)),
		suspected: all.suspected.filter(({ subject }) => isInScope(subject, scope)),
		cannotTell: all.cannotTell,
	};
}

function isInScope(subject: FindingSubject, { names, kubeNamespace }: FindingScope): boolean {
	switch (subject.kind) {
		case 'node':
		case 'runtime':
			return true;
		case 'process':
		case 'file':
			return names.length === 0;
		case 'pod':
			// of a pod that only its processes show, nobody knows the namespace
			return (
				(kubeNamespace === undefined || subject.kubeNamespace === '' || subject.kubeNamespace === kubeNamespace) &&
				(names.length === 0 || names.some((name) => name.replace(/^pods?\//, '') === subject.name))
			);
	}
}
