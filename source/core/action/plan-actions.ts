import type { ContainerView, PodView } from '../node-view.ts';
import type { ActionFacts, ActionPlan } from './action-plan.ts';
import { planContainer } from './plan-container.ts';
import { planSandbox } from './plan-sandbox.ts';

/** What an action is about: a pod's current sandbox, or one incarnation of one of its containers. */
export type ActionSubject = { role: 'sandbox' } | { role: 'container'; container: ContainerView };

/**
 * The menu of actions: how each would be done, and what would come of it, by what is known now. One that cannot be done is there
 * too, with the reason in `refused`. `docker restart` of a pause is not: it puts the pod's containers into a dead network
 * namespace without the kubelet's knowledge (kubernetes#69723).
 */
export function planActions(pod: PodView, subject: ActionSubject, facts: ActionFacts): readonly ActionPlan[] {
	return subject.role === 'sandbox' ? planSandbox(pod, facts) : planContainer(pod, subject.container, facts);
}
