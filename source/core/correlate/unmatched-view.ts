import type { NodeState } from '../node-state.ts';
import type { UnmatchedView } from '../node-view.ts';
import type { ContainerProcess } from '../process.ts';
import type { RuntimeRecord } from '../runtime-record.ts';

/** What runs here and belongs to no pod: by its record, or by its process where no runtime lists it. */
export function viewUnmatched(
	entry: RuntimeRecord | ContainerProcess,
	state: Pick<NodeState, 'processes'>,
): UnmatchedView {
	if ('containerId' in entry) {
		const { containerId: id, command, pid, startedAt } = entry;
		return { id, name: command ?? id, runtime: 'unknown', state: 'running', pid, startedAt };
	}
	const pid = state.processes?.get(entry.id)?.pid ?? entry.pid;
	const { id, name, runtime, state: runtimeState, startedAt, finishedAt, exitCode, image } = entry;
	return { id, name, runtime, state: runtimeState, pid, startedAt, finishedAt, exitCode, image };
}
