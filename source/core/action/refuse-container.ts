import type { ContainerView, PodView } from '../node-view.ts';
import type { ActionKind } from './action.ts';
import { isBeingDeleted, isRunning } from './pod-traits.ts';
import { remainingWait } from './restart-wait.ts';

/** Why nothing can be done to a container, in words without a full stop; undefined when something can. */
export function refuseContainer(
	kind: ActionKind,
	pod: PodView,
	container: ContainerView,
	now: number,
): string | undefined {
	if (!isRunning(container)) return `it does not run: ${describeRest(container, pod, now)}`;
	if (container.id === undefined || !container.runtime) return 'no container runtime that pausetop reads lists it';
	if (kind !== 'restart-container') return undefined;
	return isBeingDeleted(pod) ? 'the pod is being deleted: no container of it is started again' : undefined;
}

function describeRest(container: ContainerView, pod: PodView, now: number): string {
	const { state, reason, current, attempt, apiSays, id } = container;
	if (!current) return `${attempt === undefined ? 'this' : `#${attempt}`} is an earlier incarnation that has ended`;
	if (reason === 'CrashLoopBackOff') return describeBackOff(container, pod, now);
	if (state === 'waiting') return reason ? `it waits (${reason})` : 'it waits for its start';
	if (state === 'created')
		return reason ? `it has been created and waits (${reason})` : 'it has been created, not started';
	if (state === 'removing') return 'it is being removed';
	if (id === undefined && apiSays) return `the API server says ${apiSays}, but no runtime lists it`;
	if (state === 'unknown') return 'its state is unknown';
	return describeEnd(container);
}

function describeBackOff(container: ContainerView, pod: PodView, now: number): string {
	const left = remainingWait(container, pod, now);
	if (left === undefined) return 'it waits in back-off (CrashLoopBackOff) until the kubelet starts it again';
	const when = left === 0 ? 'any moment' : `in about ${left} s`;
	return `it waits in back-off (CrashLoopBackOff), the kubelet starts it again ${when}`;
}

function describeEnd({ reason, exitCode }: ContainerView): string {
	if (reason === 'Completed' || exitCode === 0) return 'it has completed';
	const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
	return `it ended${code}${reason && reason !== 'Error' ? ` (${reason})` : ''}`;
}
