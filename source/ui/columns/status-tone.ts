import type { Tone } from './column.ts';

const bad =
	/BackOff|Err|Error|Failed|OOMKilled|ExitCode|Signal|Evicted|NodeLost|Unknown|DeadlineExceeded|ContainerCannotRun|Invalid/;
const over = /^(Completed|Succeeded|Terminating|Terminated|NotReady)$/;
const waiting = /^(Pending|ContainerCreating|PodInitializing|SchedulingGated|Init:\d|waiting|Created)/;

/** How a STATUS of kubectl, or the reason of a container, is meant. The word itself says it too. */
export function selectStatusTone(status: string): Tone {
	if (bad.test(status)) return 'bad';
	if (over.test(status)) return 'dim';
	return waiting.test(status) ? 'warn' : 'plain';
}
