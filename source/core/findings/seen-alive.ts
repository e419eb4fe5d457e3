import { isRunning } from '../action/pod-traits.ts';
import type { NodeState } from '../node-state.ts';
import type { ContainerView, SandboxView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';

/**
 * Whether a runtime says that the container runs, and /proc does not say that its process has ended: a record can be a moment older.
 * What only a process shows does not count: it can be of a runtime within a container (kind, Docker in Docker).
 */
export function isSeenRunning(container: ContainerView, state: NodeState): boolean {
	return container.runtime !== undefined && isRunning(container) && !hasEndedProcess(container, state);
}

/** The same for a sandbox: one that its runtime calls ready or running. */
export function isSeenReady(sandbox: SandboxView, state: NodeState): boolean {
	return sandbox.runtime !== undefined && isAlive(sandbox.state) && !hasEndedProcess(sandbox, state);
}

function hasEndedProcess({ id = '' }: { id?: string }, { processes, endedProcesses }: NodeState): boolean {
	return processes !== undefined && !processes.has(id) && endedProcesses.has(id);
}
