import type { KubePod } from '../kube-pod.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { isIsolating } from '../runtime-handler.ts';
import { isAlive } from '../runtime-record.ts';
import { selectApiFacts } from './api-facts.ts';
import { viewContainers } from './container-views.ts';
import type { Incarnation } from './incarnation.ts';
import { stateOf, viewIncarnation } from './incarnation-view.ts';
import { newestFirst } from './newest-first.ts';
import { describePauseNamespaces, type PauseNamespaces, type SharingContext } from './sharing.ts';

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
			pause: findPause(chain[0], sharing),
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
		...(pod ? apiColumns(pod) : { status: sandboxStatus(sandboxes), ip: chain[0]?.record?.sandboxIp }),
		sandboxes,
		containers,
	};
}

function viewSandbox(sandbox: Incarnation, current: boolean, sharing: SharingContext): SandboxView {
	const { process, record } = sandbox;
	const pause = findPause(sandbox, sharing);
	const isKnown = pause !== undefined && (!pause.hidden || hasPinned(pause));
	return {
		...viewIncarnation(sandbox, current),
		state: stateOf(sandbox),
		linuxNamespaces: isKnown ? pause.namespaces : undefined,
		sharing: isKnown ? describePauseNamespaces(pause.namespaces, sharing.host) : undefined,
		pinned: process === undefined && isKnown ? true : undefined,
		runtimeHandler: record?.runtimeHandler || undefined,
		isolated: pause?.isolated || undefined,
	};
}

/** What a sandbox holds: by its pause process, else by the files that its runtime keeps. Undefined when it is down. */
function findPause(sandbox: Incarnation | undefined, { pinned }: SharingContext): PauseNamespaces | undefined {
	if (!sandbox || !isAlive(stateOf(sandbox))) return undefined;
	const isolated = isIsolating(sandbox.record?.runtimeHandler);
	const sandboxId = sandbox.id;
	if (sandbox.process) return { sandboxId, namespaces: sandbox.process.linuxNamespaces, hidden: false, isolated };
	return { sandboxId, namespaces: pinned.get(sandboxId) ?? {}, hidden: true, isolated };
}

function hasPinned({ namespaces }: PauseNamespaces): boolean {
	return Object.keys(namespaces).length > 0;
}

/** kubectl's columns. */
function apiColumns(pod: KubePod) {
	const { row } = selectApiFacts(pod);
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
