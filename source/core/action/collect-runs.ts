import type { KubePod } from '../kube-pod.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { RestartStory, StoryStep } from '../restart-story/restart-story.ts';
import { sharesPidNamespace } from './pod-traits.ts';

/** One attempt of a container, as far as anything still tells. */
export type Run = {
	startedAt?: number;
	finishedAt?: number;
	/** Whether its pause ended first, so that the kubelet was the one to end it. */
	outlivedPause?: boolean;
};

/** The pause and those that the kernel kills with it end within so many milliseconds of each other (recording docker-stop). */
const together = 150;

/** The attempts of a container: by stories, the API's last state, the runtime's records. */
export function collectRuns(
	name: string,
	pod: PodView,
	stories: readonly Pick<RestartStory, 'steps'>[],
): ReadonlyMap<number, Run> {
	const runs = new Map<number, Run>();
	const add = (attempt: number | undefined, run: Run) => {
		if (attempt === undefined) return;
		const known = runs.get(attempt);
		runs.set(attempt, {
			startedAt: run.startedAt ?? known?.startedAt,
			finishedAt: run.finishedAt ?? known?.finishedAt,
			outlivedPause: run.outlivedPause ?? known?.outlivedPause,
		});
	};
	const steps = stories.flatMap((story) => story.steps);
	for (const step of steps) if (step.container === name) add(step.attempt, runOf(step));
	const last = pod.api && lastRun(pod.api, name);
	if (last) add(last.attempt, last);
	const views = pod.containers.filter((container) => container.name === name);
	for (const view of views) {
		const { startedAt, finishedAt } = view;
		add(view.attempt, { startedAt, finishedAt, outlivedPause: hasOutlived(view, views, pod, steps) });
	}
	return runs;
}

function runOf({ kind, at, until }: StoryStep): Run {
	if (kind === 'container-started') return { startedAt: at };
	if (kind === 'container-ended') return { finishedAt: at };
	return kind === 'init-run' ? { startedAt: at, finishedAt: until } : {};
}

/** lastState is the attempt before the running one, but the newest one itself while the next has not started. */
function lastRun(api: KubePod, name: string): (Run & { attempt: number }) | undefined {
	const { restartCount = 0, state, lastState } = findStatus(api, name) ?? {};
	const ended = lastState?.terminated;
	if (!ended) return undefined;
	return {
		attempt: state?.waiting ? restartCount : restartCount - 1,
		startedAt: parseKubeTime(ended.startedAt),
		finishedAt: parseKubeTime(ended.finishedAt),
	};
}

/** Not when the next attempt is in the same sandbox: then it ended alone. Nor when the kernel ended it with the pause. */
function hasOutlived(
	view: ContainerView,
	chain: readonly ContainerView[],
	pod: PodView,
	steps: readonly StoryStep[],
): boolean | undefined {
	const next = chain.find(({ attempt }) => attempt === (view.attempt ?? Number.NaN) + 1);
	if (next?.sandboxId === undefined || view.sandboxId === undefined) return undefined;
	if (next.sandboxId === view.sandboxId || sharesPidNamespace(pod)) return false;
	const pauseEndedAt =
		pod.sandboxes.find(({ id }) => id === view.sandboxId)?.finishedAt ??
		steps.find(({ kind, id }) => kind === 'pause-ended' && id === view.sandboxId)?.at;
	if (pauseEndedAt === undefined || view.finishedAt === undefined) return undefined;
	return view.finishedAt > pauseEndedAt + together;
}

/** What the API says of a container that is no ephemeral one. */
export function findStatus({ status }: KubePod, name: string) {
	const { initContainerStatuses, containerStatuses } = status ?? {};
	return [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])].find((each) => each.name === name);
}
