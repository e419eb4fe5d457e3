import type { NodeState } from '../node-state.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { findRecord } from './find-record.ts';

/** How runtimes' streams call the end of a container: Docker, podman, containerd. */
const endTypes: ReadonlySet<string> = new Set(['die', 'died', 'exit']);

/** When the sandbox was made, milliseconds since the epoch; Docker's listing has whole seconds only. */
export function selectBirth(state: NodeState, sandbox: SandboxView): number | undefined {
	return findRecord(state, sandbox)?.createdAt;
}

/** Since when its pause has lived, milliseconds since the epoch: the newest start, where it was started more than once. */
export function selectAliveSince(state: NodeState, sandbox: SandboxView): number | undefined {
	const process = sandbox.id === undefined ? undefined : state.processes?.get(sandbox.id);
	return sandbox.startedAt ?? process?.startedAt ?? selectBirth(state, sandbox);
}

/**
 * When a sandbox that has ended did so, or a time after that: by its record, the runtime's event, what pausetop saw, else when its
 * successor was made (CRI tells no end of a sandbox). Undefined when nothing tells. Milliseconds since the epoch.
 */
export function selectEnd(state: NodeState, pod: PodView, sandboxId: string): number | undefined {
	const index = pod.sandboxes.findIndex(({ id }) => id === sandboxId);
	const sandbox = pod.sandboxes[index];
	const history = state.histories.get(pod.uid);
	const seen = history?.incarnations.get(sandboxId);
	const told = history?.events?.findLast(({ id, type }) => id === sandboxId && endTypes.has(type))?.at;
	// before it was first seen it may have been dead for long
	const noticed = seen?.aliveSeenAt === undefined ? undefined : (seen.endSeenAt ?? seen.goneSeenAt);
	const successor = index > 0 ? pod.sandboxes[index - 1] : undefined;
	const replaced = successor && selectBirth(state, successor);
	return sandbox?.finishedAt ?? seen?.finishedAt ?? told ?? noticed ?? replaced;
}
