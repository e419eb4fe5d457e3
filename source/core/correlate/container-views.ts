import type { KubeContainerState, KubeContainerStatus, KubePod } from '../kube-pod.ts';
import type { ContainerView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';
import { selectApiFacts } from './api-facts.ts';
import { parseContainerId } from './api-index.ts';
import type { DeclaredContainer } from './container-kinds.ts';
import type { Incarnation } from './incarnation.ts';
import { stateOf, viewIncarnation } from './incarnation-view.ts';
import { newestFirst } from './newest-first.ts';
import { describeNamespaces, type PauseNamespaces, type SharingContext } from './sharing.ts';

/** What a pod's containers are seen in the light of. */
export type ContainerContext = {
	pod?: KubePod;
	/** What the pod's current sandbox holds, while it is up. */
	pause?: PauseNamespaces;
	sandboxAttempts: ReadonlyMap<string, number | undefined>;
	sharing: SharingContext;
};

/** All incarnations of all of a pod's containers, in display order, and those that the API expects and nobody has made. */
export function viewContainers(incarnations: readonly Incarnation[], context: ContainerContext): ContainerView[] {
	const byName = new Map<string, Incarnation[]>();
	for (const incarnation of incarnations) {
		const name = nameOf(incarnation);
		if (!byName.get(name)?.push(incarnation)) byName.set(name, [incarnation]);
	}
	const api = context.pod && selectApiFacts(context.pod);
	const declared = api?.declared ?? [];
	const undeclared = [...byName.keys()].filter((name) => !declared.some((container) => container.name === name)).sort();
	const order = [...declared, ...undeclared.map((name) => ({ name, kind: 'unknown', ports: [] }) as const)];
	return order.flatMap((container) =>
		viewChain(container, newestFirst(byName.get(container.name) ?? []), api?.statuses.get(container.name), context),
	);
}

/** What a container is called when only its process shows: its command, which at least an operator can look for. */
function nameOf(incarnation: Incarnation): string {
	return incarnation.containerName ?? incarnation.process?.command ?? incarnation.record?.name ?? incarnation.id;
}

function viewChain(
	declared: DeclaredContainer,
	chain: readonly Incarnation[],
	status: KubeContainerStatus | undefined,
	context: ContainerContext,
): ContainerView[] {
	if (chain.length === 0) return [viewExpected(declared, status)];
	return chain.map((incarnation, index) => {
		const view = viewContainer(declared, incarnation, index === 0, context);
		const reason = status && reasonOfIncarnation(incarnation, index === 0, status);
		const apiSays = index === 0 && status ? disagreement(incarnation, status) : undefined;
		return { ...view, reason, ...(apiSays && { apiSays }) };
	});
}

function viewContainer(
	declared: DeclaredContainer,
	incarnation: Incarnation,
	current: boolean,
	context: ContainerContext,
): ContainerView {
	const state = stateOf(incarnation);
	const sandboxId = incarnation.sandboxId;
	return {
		...viewIncarnation(incarnation, current),
		name: declared.name,
		kind: declared.kind,
		state,
		sandboxId,
		sandboxAttempt: sandboxId === undefined ? undefined : context.sandboxAttempts.get(sandboxId),
		linuxNamespaces: isAlive(state) ? describeNamespaces(incarnation, context.pause, context.sharing) : undefined,
		ports: declared.ports.length > 0 ? declared.ports : undefined,
	};
}

/** A container of the spec that the runtime does not have: not made yet, or its last record is already gone. */
function viewExpected(declared: DeclaredContainer, status: KubeContainerStatus | undefined): ContainerView {
	return {
		name: declared.name,
		kind: declared.kind,
		current: true,
		// what the API calls running is not waiting: nobody here has seen it, or nobody here could look
		state: status?.state?.terminated ? 'terminated' : status?.state?.running ? 'unknown' : 'waiting',
		reason: reasonOf(status?.state),
		apiSays: status?.state?.running ? 'running' : undefined,
		evidence: undefined,
		ports: declared.ports.length > 0 ? declared.ports : undefined,
	};
}

function reasonOf(state: KubeContainerState | undefined): string | undefined {
	return state?.waiting?.reason ?? state?.terminated?.reason;
}

/**
 * The API's reason for how this incarnation stands. Waiting is for the next start, so it goes with the newest one, even
 * while the status still names the one before: a container that fails to start never gets into it (seen in 1.20).
 */
function reasonOfIncarnation(
	incarnation: Incarnation,
	current: boolean,
	{ containerID, state, lastState }: KubeContainerStatus,
): string | undefined {
	if (current && state?.waiting && !isAlive(stateOf(incarnation))) return state.waiting.reason;
	if (state?.terminated && parseContainerId(containerID) === incarnation.id) return state.terminated.reason;
	const before = lastState?.terminated;
	return parseContainerId(before?.containerID) === incarnation.id ? before?.reason : undefined;
}

/** What the API says of a container, where that cannot be true at the same time as what the runtime says. */
function disagreement(incarnation: Incarnation, status: KubeContainerStatus): string | undefined {
	const runs = isAlive(stateOf(incarnation));
	const apiId = parseContainerId(status.containerID);
	const isSame = apiId === undefined || apiId === incarnation.id;
	const apiRuns = status.state?.running !== undefined;
	if (runs === (apiRuns && isSame)) return undefined;
	return isSame ? describeState(status.state) : `${describeState(status.state)} (${apiId?.slice(0, 12)})`;
}

function describeState(state: KubeContainerState | undefined): string {
	if (state?.running) return 'running';
	const reason = reasonOf(state);
	return `${state?.terminated ? 'terminated' : 'waiting'}${reason ? `: ${reason}` : ''}`;
}
