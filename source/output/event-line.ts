import { describeEvent, sandboxAttemptOf } from '../core/describe-event.ts';
import type { NodeState, TimelineEntry } from '../core/node-state.ts';
import { formatTime } from './document.ts';

/** One event as a line of `pausetop events`, without the line break. What is not known is left out. */
export function formatEventLine(event: TimelineEntry, state: NodeState): string {
	return JSON.stringify({
		at: formatTime(event.at),
		source: event.source,
		type: event.type,
		kubeNamespace: event.kubeNamespace,
		pod: event.pod,
		container: event.container,
		sandboxAttempt: sandboxAttemptOf(event, state),
		id: event.id,
		message: describeEvent(event) || undefined,
	});
}
