import type { ActionFacts, ActionPlan } from '../../core/action/action-plan.ts';
import { findTargetFault } from '../../core/action/find-target-fault.ts';
import { selectNodeCondition } from '../../core/action/node-condition.ts';
import { planActions } from '../../core/action/plan-actions.ts';
import type { NodeState } from '../../core/node-state.ts';
import type { ContainerView, PodView } from '../../core/node-view.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';

/** The node, as what can be done on it is computed from. */
export type PlanInput = { node: NodeState; stories: ReadonlyMap<string, readonly RestartStory[]> };

/** What can be done to a container, or without one to its pod's sandbox, by what is known now. */
export function planSubject(
	pod: PodView,
	container: ContainerView | undefined,
	{ node, stories }: PlanInput,
): readonly ActionPlan[] {
	const facts: ActionFacts = {
		now: node.now,
		kubelet: selectNodeCondition(node),
		stories: stories.get(pod.uid) ?? [],
		ownContainerId: node.ownContainerId,
	};
	return planActions(pod, container ? { role: 'container', container } : { role: 'sandbox' }, facts);
}

/**
 * A plan as it looks now: what would come of it may have changed since the menu opened (the kubelet has gone away), whom it goes
 * to has not. Refused once its incarnation is no longer there; one that was refused stays so.
 */
export function refreshPlan(plan: ActionPlan, pods: ReadonlyMap<string, PodView>, input: PlanInput): ActionPlan {
	const fault = plan.refused ?? findTargetFault(plan.target, input.node);
	if (fault !== undefined) return { ...plan, refused: fault };
	const { podUid, role, id } = plan.target;
	const pod = pods.get(podUid);
	const container = role === 'container' ? pod?.containers.find((each) => each.id === id) : undefined;
	if (!pod || (role === 'container' && !container)) return plan;
	const newest = planSubject(pod, container, input).find(({ kind }) => kind === plan.kind);
	return newest?.target.id === id && newest.means === plan.means ? { ...newest, target: plan.target } : plan;
}
