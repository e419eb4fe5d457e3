import type { PodView } from '../node-view.ts';
import type { FindingSubject } from './finding.ts';

/** The pod, or with a name one of its containers, as what a finding is about. */
export function podSubject(
	{ uid, kubeNamespace, name }: Pick<PodView, 'uid' | 'kubeNamespace' | 'name'>,
	part: { container?: string; id?: string } = {},
): FindingSubject {
	const { container, id } = part;
	return {
		kind: 'pod',
		uid,
		kubeNamespace,
		name,
		...(container !== undefined && { container }),
		...(id !== undefined && { id }),
	};
}

/** `default/web`: how summaries name a pod. Unescaped. */
export function namePod({ kubeNamespace, name }: Pick<PodView, 'kubeNamespace' | 'name'>): string {
	return `${kubeNamespace}/${name}`;
}
