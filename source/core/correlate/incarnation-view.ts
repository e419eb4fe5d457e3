import type { ContainerView, SandboxView } from '../node-view.ts';
import type { RuntimeState } from '../runtime-record.ts';
import type { Incarnation } from './incarnation.ts';

/** What sandboxes and containers show alike. */
export function viewIncarnation(incarnation: Incarnation, current: boolean) {
	const { record, process } = incarnation;
	const ended = record !== undefined && (record.state === 'exited' || record.state === 'dead');
	return {
		id: incarnation.id,
		attempt: incarnation.attempt,
		current,
		pid: process?.pid ?? livingPid(incarnation),
		startTicks: process?.startTicks,
		startedAt: record?.startedAt ?? processStart(incarnation),
		finishedAt: ended ? record.finishedAt : undefined,
		// one that was created and has a code failed to start
		exitCode: ended || record?.state === 'created' ? record.exitCode : undefined,
		oomKilled: ended ? record.oomKilled : undefined,
		image: record?.image,
		runtime: record?.runtime,
		evidence: incarnation.evidence,
	} satisfies Partial<SandboxView & ContainerView>;
}

/**
 * Docker's listing does not tell the start, only the inspection after it does. Until then it is the kernel's, which is at most a second
 * off. Not of a CRI sandbox: its runtime never tells, and may keep it up without that process.
 */
function processStart({ record, process }: Incarnation): number | undefined {
	return record?.state === 'ready' ? undefined : process?.startedAt;
}

/** The runtime's state; what only a process shows is running. */
export function stateOf({ record, process }: Incarnation): RuntimeState {
	return record?.state ?? (process ? 'running' : 'unknown');
}

/** What the runtime says where /proc cannot be read. A pid of something that has ended is nobody's, or somebody else's. */
function livingPid({ record }: Incarnation): number | undefined {
	return record?.state === 'running' || record?.state === 'paused' ? record.pid : undefined;
}
