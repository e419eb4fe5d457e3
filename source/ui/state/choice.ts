import { selectLogTarget } from '../../core/log/select-log-target.ts';
import type { ContainerView, PodView } from '../../core/node-view.ts';
import { runs } from '../columns/container-row.ts';

/** What a container is chosen for. */
export type ChoicePurpose = 'log' | 'previous-log' | 'shell';

/** The question which container of a pod is meant. */
export type ChoiceOverlay = {
	kind: 'choice';
	purpose: ChoicePurpose;
	podUid: string;
	/** Index in what can be chosen now: see selectChoices. */
	cursor: number;
};

/** The containers that can be chosen: each name once, by its current incarnation; for a shell only what runs. */
export function selectChoices(pod: PodView, purpose: ChoicePurpose): readonly ContainerView[] {
	const current = pod.containers.filter((container) => container.current);
	return purpose === 'shell' ? current.filter(runs) : current;
}

/** Where the cursor begins: at kubectl's default, else at the first container that is there for the pod's own work. */
export function findDefaultChoice(pod: PodView, choices: readonly ContainerView[]): number {
	const choice = selectLogTarget(pod, {});
	const name = 'target' in choice ? choice.target.container : undefined;
	const named = choices.findIndex((container) => container.name === name);
	if (named >= 0) return named;
	return Math.max(
		0,
		choices.findIndex(({ kind }) => kind === 'app' || kind === 'unknown'),
	);
}
