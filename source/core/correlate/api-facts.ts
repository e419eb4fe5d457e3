import type { KubeContainerStatus, KubePod } from '../kube-pod.ts';
import { type KubectlRow, readKubectlRow } from '../kubectl/kubectl-row.ts';
import { containerStatuses } from './api-index.ts';
import { type DeclaredContainer, declaredContainers } from './container-kinds.ts';

/** What the views of a pod take from its object in the API. */
export type ApiFacts = {
	row: KubectlRow;
	declared: readonly DeclaredContainer[];
	/** By the containers' names. */
	statuses: ReadonlyMap<string, KubeContainerStatus>;
};

// What runs on the node changes often, the API's word about it seldom, and its object never: what stands in it is read once, not each time
// one of the containers ends or starts.
const known = new WeakMap<KubePod, ApiFacts>();

/** Read once for each object. */
export function selectApiFacts(pod: KubePod): ApiFacts {
	const before = known.get(pod);
	if (before) return before;
	const facts: ApiFacts = {
		row: readKubectlRow(pod),
		declared: declaredContainers(pod),
		statuses: new Map(containerStatuses(pod).map((status) => [status.name, status])),
	};
	known.set(pod, facts);
	return facts;
}
