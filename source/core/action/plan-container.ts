import type { ContainerView, PodView } from '../node-view.ts';
import type { ActionTarget } from './action.ts';
import type { ActionFacts, ActionPlan } from './action-plan.ts';
import { chooseContainerMeans } from './choose-means.ts';
import { createContainerCase } from './container-case.ts';
import { describeContainerCase } from './container-consequences.ts';
import { formatOperatorCommand } from './operator-command.ts';
import { selectGraceSeconds } from './pod-traits.ts';
import { refuseContainer } from './refuse-container.ts';

const titles = [
	['restart-container', 'Restart container'],
	['kill-container', 'Kill container'],
] as const;

/** What can be done to one incarnation of a container. */
export function planContainer(pod: PodView, container: ContainerView, facts: ActionFacts): ActionPlan[] {
	const sandbox = pod.sandboxes.find(({ id }) => id === container.sandboxId) ?? pod.sandboxes[0];
	const graceSeconds = selectGraceSeconds(pod);
	return titles.map(([kind, title]) => {
		const { means, refused } = chooseContainerMeans(kind, container, sandbox);
		const target = targetContainer(pod, container);
		const plan = {
			kind,
			title,
			means,
			target,
			command: formatOperatorCommand(means, target, graceSeconds),
			...(kind === 'restart-container' && { graceSeconds }),
		};
		const why = refuseContainer(kind, pod, container, facts.now) ?? refused;
		if (why !== undefined) return { ...plan, consequences: [], refused: why };
		return { ...plan, ...describeContainerCase(createContainerCase({ kind, pod, container, facts })) };
	});
}

function targetContainer({ uid, kubeNamespace, name }: PodView, container: ContainerView): ActionTarget {
	const { id = '', attempt, runtime = '', pid, startTicks } = container;
	return {
		...{ podUid: uid, kubeNamespace, pod: name, role: 'container', container: container.name },
		...{ id, attempt, runtime, pid, startTicks },
	};
}
