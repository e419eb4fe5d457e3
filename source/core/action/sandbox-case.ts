import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import type { ActionKind } from './action.ts';
import type { ActionFacts } from './action-plan.ts';
import type { Choice } from './choose-means.ts';
import { isBeingDeleted, isRunning, sharesPidNamespace } from './pod-traits.ts';
import { type RuntimeFlavour, selectFlavour } from './runtime-flavour.ts';

/**
 * How a sandbox's containers end. `kernel`: the pause is PID 1 of their pid namespace (pid_namespaces(7)). `runtime`: StopPodSandbox
 * kills them. `kubelet`: they outlive the pause, and the kubelet then stops each with its grace period. `unknown`: by what
 * another runtime makes of StopPodSandbox.
 */
export type Ending = 'kernel' | 'runtime' | 'kubelet' | 'unknown';

/** Why the kubelet makes no new sandbox. */
export type NoReturn = 'never' | 'succeeded' | 'deleting' | 'unknown-to-api';

/** A sandbox that is to be ended, with all that decides what comes of it. */
export type SandboxCase = {
	kind: ActionKind;
	choice: Choice;
	pod: PodView;
	sandbox: SandboxView;
	facts: ActionFacts;
	flavour: RuntimeFlavour;
	/** The pod's containers that run, in display order. */
	running: readonly ContainerView[];
	ending: Ending;
	/** Absent: it comes back, if there is a kubelet. */
	noReturn?: NoReturn;
};

export function createSandboxCase(
	parts: Pick<SandboxCase, 'kind' | 'choice' | 'pod' | 'sandbox' | 'facts'>,
): SandboxCase {
	const { pod, sandbox, choice, facts } = parts;
	const flavour = selectFlavour(sandbox.runtime ?? '');
	return {
		...parts,
		flavour,
		running: pod.containers.filter(isRunning),
		ending: selectEnding(pod, choice, flavour),
		noReturn: findNoReturn(pod, facts),
	};
}

function selectEnding(pod: PodView, { means }: Choice, flavour: RuntimeFlavour): Ending {
	const isStop = means === 'stop-pod-sandbox';
	if (isStop && (flavour === 'containerd' || flavour === 'cri-o')) return 'runtime';
	if (sharesPidNamespace(pod)) return 'kernel';
	// cri-dockerd's StopPodSandbox stops the pause only (core/sandbox_stop.go)
	return isStop && flavour === 'other' ? 'unknown' : 'kubelet';
}

/** The exceptions in the kubelet's computePodActions, and pods that it does not have (any more). */
function findNoReturn(pod: PodView, { kubelet }: ActionFacts): NoReturn | undefined {
	if (!pod.api) return pod.matched === 'runtime' && kubelet.ready !== undefined ? 'unknown-to-api' : undefined;
	if (isBeingDeleted(pod)) return 'deleting';
	const hasContainers = pod.containers.some(({ id }) => id !== undefined);
	const policy = pod.api.spec.restartPolicy;
	if (policy === 'Never' && hasContainers) return 'never';
	const apps = pod.api.spec.containers.map(({ name }) => name);
	return policy === 'OnFailure' && apps.every((name) => hasSucceeded(pod, name)) ? 'succeeded' : undefined;
}

/** Whether the newest run of a container has ended with 0. */
export function hasSucceeded({ containers }: PodView, name: string): boolean {
	const newest = containers.find((container) => container.name === name && container.current);
	return newest !== undefined && !isRunning(newest) && newest.exitCode === 0 && newest.finishedAt !== undefined;
}
