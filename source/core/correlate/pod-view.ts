import type { KubePod } from '../kube-pod.ts';
import { readKubectlRow } from '../kubectl/kubectl-row.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';
import { viewContainers } from './container-views.ts';
import type { Incarnation } from './incarnation.ts';
import { stateOf, viewIncarnation } from './incarnation-view.ts';
import { newestFirst } from './newest-first.ts';
import { describePauseNamespaces, type SharingContext } from './sharing.ts';

/** One pod as the API and the node see it, side by side. */
export function viewPod(
	uid: string,
	pod: KubePod | undefined,
	incarnations: readonly Incarnation[],
	sharing: SharingContext,
): PodView {
	const chain = newestFirst(incarnations.filter(({ role }) => role === 'sandbox'));
	const sandboxes = chain.map((sandbox, index) => viewSandbox(sandbox, index === 0, sharing));
	const containers = viewContainers(
		incarnations.filter(({ role }) => role !== 'sandbox'),
		{
			pod,
			pause: chain[0]?.process,
			sandboxAttempts: new Map(chain.map(({ id, attempt }) => [id, attempt])),
			sharing,
		},
	);
	const named = incarnations.find(({ podName }) => podName !== undefined);
	return {
		uid,
		kubeNamespace: pod?.metadata.namespace ?? named?.kubeNamespace ?? '',
		name: pod?.metadata.name ?? named?.podName ?? uid,
		matched: !pod ? 'runtime' : incarnations.length > 0 ? 'api+runtime' : 'api',
		...(pod ? apiColumns(pod) : { status: sandboxStatus(sandboxes) }),
		sandboxes,
		containers,
	};
}

function viewSandbox(sandbox: Incarnation, current: boolean, sharing: SharingContext): SandboxView {
	const { process } = sandbox;
	return {
		...viewIncarnation(sandbox, current),
		state: stateOf(sandbox),
		linuxNamespaces: process?.linuxNamespaces,
		sharing: process && describePauseNamespaces(process, sharing.host),
	};
}

/** kubectl's columns. */
function apiColumns(pod: KubePod) {
	const row = readKubectlRow(pod);
	return {
		api: pod,
		phase: row.phase,
		ready: row.ready,
		status: row.status,
		restarts: row.restarts,
		lastRestartAt: row.lastRestartAt,
		createdAt: row.createdAt,
		ip: row.ip,
		hostNetwork: pod.spec.hostNetwork,
		nodeName: row.nodeName,
		nominatedNode: row.nominatedNode,
		readinessGates: row.readinessGates,
	} satisfies Partial<PodView>;
}

/** In crictl's words, because kubectl has none for a pod that it does not know. */
function sandboxStatus(sandboxes: readonly SandboxView[]): string {
	const newest = sandboxes[0];
	if (!newest) return 'Unknown';
	return isAlive(newest.state) ? 'Ready' : 'NotReady';
}
