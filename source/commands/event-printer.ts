import type { NodeState, TimelineEntry } from '../core/node-state.ts';
import { formatTime } from '../output/document.ts';
import { formatEventLine } from '../output/event-line.ts';

/** Lines for the events that have arrived since the last call, each with its line break, and what there is to say of lost ones. */
export type EventPrinter = (state: NodeState) => { lines: string; lost?: string };

/**
 * Prints each event of the timeline once. The timeline is bounded: of what arrives faster than it is printed the oldest may be gone by
 * then, which is said. `from`: nobody waits for what was before, milliseconds since the epoch; `wanted` tells of the rest.
 */
export function createEventPrinter({
	from,
	wanted,
}: {
	from: number;
	wanted: (event: TimelineEntry) => boolean;
}): EventPrinter {
	let arrived = 0;
	return (state) => {
		const { events, dropped, droppedUntil } = state.timeline;
		// entries are numbered as they arrive, whatever their place in time
		const fresh = events.filter(({ sequence }) => sequence >= arrived);
		const missing = dropped + events.length - arrived - fresh.length;
		arrived = dropped + events.length;
		const lines = fresh
			.filter(wanted)
			.map((event) => `${formatEventLine(event, state)}\n`)
			.join('');
		if (missing === 0 || droppedUntil === undefined || droppedUntil < from) return { lines };
		return { lines, lost: describeLost(missing, droppedUntil) };
	};
}

function describeLost(count: number, until: number): string {
	return `up to ${count} events are missing, from ${formatTime(until)} or before: more came at once than could be read`;
}
