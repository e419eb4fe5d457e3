import type { ContainerView, PodView } from '../node-view.ts';
import type { ActionKind } from './action.ts';
import type { ActionFacts } from './action-plan.ts';
import { findSpec, isBeingDeleted, isRunning, sharesPidNamespace } from './pod-traits.ts';

/**
 * Whether the kubelet starts a container again once it has been ended. `by-exit-code`: with restartPolicy OnFailure, or rules of
 * its own. `init-over`: an init container that is repeated if it fails; `fails-pod`: one that is not.
 */
export type Comeback =
	| 'always'
	| 'never'
	| 'ephemeral'
	| 'init-over'
	| 'fails-pod'
	| 'if-failed'
	| 'by-rules'
	| 'superseded'
	| 'deleting';

/** A running container that is to be ended, with all that decides what comes of it. */
export type ContainerCase = {
	kind: ActionKind;
	pod: PodView;
	container: ContainerView;
	facts: ActionFacts;
	comeback: Comeback;
	/** Others whose first process is in its pid namespace: the kernel kills them with it. */
	joined: readonly ContainerView[];
	/** The others that run. */
	others: readonly ContainerView[];
};

export function createContainerCase(parts: Pick<ContainerCase, 'kind' | 'pod' | 'container' | 'facts'>): ContainerCase {
	const { pod, container } = parts;
	const others = pod.containers.filter((other) => other !== container && other.id !== container.id && isRunning(other));
	const joined = others.filter((other) => isJoined(other, container, pod));
	return {
		...parts,
		comeback: findComeback(pod, container),
		joined,
		others: others.filter((other) => !joined.includes(other)),
	};
}

/** `kubectl debug --target` puts an ephemeral container there. In a pid namespace of the pause or the host nobody depends on it. */
function isJoined(other: ContainerView, container: ContainerView, pod: PodView): boolean {
	const [own, foreign] = [container.linuxNamespaces?.pid, other.linuxNamespaces?.pid];
	if (own?.inode !== undefined && foreign?.inode !== undefined) {
		return own.sharing === 'own' && own.inode === foreign.inode;
	}
	if (pod.api?.spec.hostPID || sharesPidNamespace(pod)) return false;
	const ephemeral = pod.api?.spec.ephemeralContainers?.find(({ name }) => name === other.name);
	return ephemeral?.targetContainerName === container.name;
}

function findComeback(pod: PodView, container: ContainerView): Comeback {
	if (isBeingDeleted(pod)) return 'deleting';
	if (!container.current) return 'superseded';
	const { kind, name } = container;
	if (kind === 'ephemeral') return 'ephemeral';
	if (kind === 'sidecar') return 'always';
	const spec = findSpec(pod.api, name);
	if (spec?.restartPolicyRules?.length) return 'by-rules';
	const policy = spec?.restartPolicy ?? pod.api?.spec.restartPolicy;
	if (kind === 'init') return policy === 'Never' ? 'fails-pod' : 'init-over';
	if (policy === 'Never') return 'never';
	return policy === 'OnFailure' ? 'if-failed' : 'always';
}
