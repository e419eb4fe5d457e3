import type { ActionKind } from '../core/action/action.ts';
import type { ActionPlan } from '../core/action/action-plan.ts';
import type { NodeState } from '../core/node-state.ts';
import type { ContainerView, PodView } from '../core/node-view.ts';
import { isAlive } from '../core/runtime-record.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { selectStories } from '../store/select-stories.ts';
import { planSubject } from '../ui/state/plan-subject.ts';
import type { RestartRequest } from './restart-request.ts';
import { selectPods } from './select-pods.ts';

/** What can be done of what was asked for, and what cannot, in words. Unescaped. */
export type RestartChoice = { plans: readonly ActionPlan[]; problems: readonly string[] };

type Found = { plan: ActionPlan } | { problem: string };

/** The plan for each pod that is asked for, by what is known now. */
export function chooseRestarts(
	{ names, kubeNamespace, container }: Pick<RestartRequest, 'names' | 'kubeNamespace' | 'container'>,
	kind: ActionKind,
	state: NodeState,
): RestartChoice {
	const { pods, missing } = selectPods(selectNodeView(state).pods, { names, kubeNamespace }, state);
	const where = kubeNamespace === undefined ? '' : ` in namespace ${kubeNamespace}`;
	const found = groupNamesakes(pods).map((namesakes) => planOne(namesakes, container, kind, state));
	return {
		plans: found.flatMap((each) => ('plan' in each ? [each.plan] : [])),
		problems: [
			...missing.map((name) => `pod "${name}" not found on this node${where}`),
			...found.flatMap((each) => ('problem' in each ? [each.problem] : [])),
		],
	};
}

function groupNamesakes(pods: readonly PodView[]): PodView[][] {
	const byName = new Map<string, PodView[]>();
	for (const pod of pods) {
		if (!byName.get(nameOf(pod))?.push(pod)) byName.set(nameOf(pod), [pod]);
	}
	return [...byName.values()];
}

function planOne(
	namesakes: readonly PodView[],
	containerName: string | undefined,
	kind: ActionKind,
	state: NodeState,
): Found {
	const [pod, other] = preferLiving(namesakes);
	if (!pod) return { problem: 'there is no such pod' };
	const name = nameOf(pod);
	// a name says nothing then, and ending the wrong one cannot be undone
	if (other) return { problem: `there are several pods ${name} on this node; choose one on the screen` };
	const container = containerName === undefined ? undefined : findContainer(pod, containerName);
	if (containerName !== undefined && !container) return { problem: describeMissing(pod, containerName) };
	const plans = planSubject(pod, container, { node: state, stories: selectStories(state).byPod });
	const plan = plans.find((each) => each.kind === kind);
	// without a sandbox nobody knows what its runtime can do: then there is one plan, with the reason
	const refused = plan ? plan.refused : plans[0]?.refused;
	const subject = containerName === undefined ? name : `${containerName} of ${name}`;
	if (refused !== undefined) return { problem: `${subject}: ${refused}` };
	if (plan) return { plan };
	const runtime = pod.sandboxes[0]?.runtime ?? 'its runtime';
	return { problem: `${subject}: ${runtime} has no such thing as stopping a sandbox; leave --stop out` };
}

/** A pod that has been made anew can leave a sandbox of its namesake behind, which the API no longer knows. */
function preferLiving(namesakes: readonly PodView[]): readonly PodView[] {
	const known = namesakes.filter(({ api }) => api !== undefined);
	if (known.length > 0) return known;
	const living = namesakes.filter(({ sandboxes }) => sandboxes.some(({ state }) => isAlive(state)));
	return living.length > 0 ? living : namesakes.slice(0, 1);
}

function findContainer({ containers }: PodView, name: string): ContainerView | undefined {
	const own = containers.filter((container) => container.name === name);
	return own.find(({ current }) => current) ?? own[0];
}

function describeMissing(pod: PodView, name: string): string {
	const names = [...new Set(pod.containers.map((container) => container.name))];
	const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
	return `${nameOf(pod)} has no container "${name}": ${has}`;
}

function nameOf({ kubeNamespace, name }: PodView): string {
	return `${kubeNamespace}/${name}`;
}
