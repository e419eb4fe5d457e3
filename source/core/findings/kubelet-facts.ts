import { describeKubeletFault, selectNodeCondition } from '../action/node-condition.ts';
import type { NodeCondition } from '../kubelet-state.ts';
import type { NodeState } from '../node-state.ts';

/** How the kubelet is, as far as it can be told. */
export type KubeletFacts = NodeCondition & {
	/** Why it seems down, in words; absent when nothing speaks for it. */
	fault?: string;
};

/** Joins what /proc and the API server say of the kubelet. */
export function selectKubeletFacts(state: NodeState): KubeletFacts {
	const condition = selectNodeCondition(state);
	return { ...condition, fault: describeKubeletFault(condition, state.now) };
}
