import { isRunning } from '../action/pod-traits.ts';
import type { NodeSurvey, UninterruptibleProcess } from '../node-survey.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';

/** What is still there of a pod that should be gone. */
export type Remains = {
	sandboxes: readonly SandboxView[];
	containers: readonly ContainerView[];
	/** Their processes that no signal reaches. */
	uninterruptible: readonly UninterruptibleProcess[];
};

/** What of the pod lives. */
export function findRemains(pod: PodView, survey: NodeSurvey | undefined): Remains {
	const sandboxes = pod.sandboxes.filter(({ state }) => isAlive(state));
	const containers = pod.containers.filter(isRunning);
	const ids = new Set([...pod.sandboxes, ...pod.containers].map(({ id }) => id));
	const uninterruptible = (survey?.uninterruptible ?? []).filter(
		({ containerId }) => containerId !== undefined && ids.has(containerId),
	);
	return { sandboxes, containers, uninterruptible };
}

/** Names of those who have to agree before the API server forgets the pod. */
export function listFinalizers({ api }: PodView): string[] {
	const finalizers = api?.metadata.finalizers;
	return Array.isArray(finalizers) ? finalizers.filter((name) => typeof name === 'string') : [];
}
