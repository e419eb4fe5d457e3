import type { ContainerView, PodView } from '../node-view.ts';
import type { ContainerShell, NetShell } from './shell-target.ts';

/** What a shell can be opened in, or why not. */
export type ShellChoice<Target> = { target: Target } | { problem: string };

/** A shell in this very incarnation of a container. */
export function selectContainerShell(pod: PodView, container: ContainerView): ShellChoice<ContainerShell> {
	const { id, runtime, name, state } = container;
	if (id === undefined || runtime === undefined || state !== 'running') {
		return { problem: `container "${name}" in pod "${pod.name}" does not run (${container.reason ?? state})` };
	}
	const { kubeNamespace, name: podName } = pod;
	return { target: { kind: 'container', runtime, id, kubeNamespace, pod: podName, container: name } };
}

/** A shell in the network namespace of the pod's current sandbox: by its pause, else by what shares it, else by the runtime's file. */
export function selectNetShell(pod: PodView): ShellChoice<NetShell> {
	const sandbox = pod.sandboxes[0];
	const member = pod.containers.find(
		({ sandboxId, linuxNamespaces }) => sandboxId === sandbox?.id && linuxNamespaces?.net.sharing === 'pause',
	);
	const process = processOf(sandbox) ?? processOf(member);
	const { kubeNamespace, name } = pod;
	const target: NetShell = {
		kind: 'net-namespace',
		kubeNamespace,
		pod: name,
		process,
		sandboxId: sandbox?.id,
		runtime: sandbox?.runtime,
	};
	if (process) return { target };
	if (sandbox?.isolated) return { problem: `pod "${name}" has its network in a guest: the node cannot enter it` };
	const isUp = sandbox?.state === 'running' || sandbox?.state === 'ready';
	if (isUp && sandbox?.runtime !== undefined) return { target };
	return { problem: `pod "${name}" has no network namespace on this node now` };
}

function processOf(view: { pid?: number; startTicks?: number } | undefined): NetShell['process'] {
	if (view?.pid === undefined || view.startTicks === undefined) return undefined;
	return { pid: view.pid, startTicks: view.startTicks };
}
