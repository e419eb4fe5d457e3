import type { NodeState, TimelineEntry } from '../core/node-state.ts';
import { UsageError } from '../core/usage-error.ts';
import { durationSyntax, parseDuration } from '../format/duration.ts';
import { formatEventLine } from '../output/event-line.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { reportSources } from './report-sources.ts';
import { createStoryPrinter, type StoryPrinter } from './story-printer.ts';

export type EventsRequest = {
	kubeNamespace?: string;
	/** How far back, as typed: `10m`. Absent: from now on. */
	since?: string;
};

/** `pausetop events`: one JSON object a line, as things happen, until interrupted. Restart stories come after the events that they are made of. */
export async function runEvents(request: EventsRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	const span = request.since === undefined ? 0 : parseDuration(request.since);
	if (span === undefined) throw new UsageError(`--since takes ${durationSyntax}`);
	const from = Date.now() - span;
	const wiring = await wire(wireRequest, { eventsSince: from });
	const { kubeNamespace } = request;
	const tellStories = createStoryPrinter({ from, kubeNamespace });
	const print = createPrinter(wiring, io, (event) => isWanted(event, from, kubeNamespace), tellStories);
	const unsubscribe = wiring.store.subscribe(print);
	try {
		await wiring.run(io.signal);
		return exitCodes.success.code;
	} finally {
		unsubscribe();
		print();
		io.out(tellStories(wiring.store.get(), true));
		await wiring.close();
	}
}

/** Prints what has been added since the last call, and what changed about the sources. */
function createPrinter(
	wiring: Wiring,
	io: CommandIo,
	wanted: (event: TimelineEntry) => boolean,
	tellStories: StoryPrinter,
): () => void {
	let arrived = 0;
	let reported = '';
	return () => {
		const state = wiring.store.get();
		const events = eventsAfter(state, arrived).filter(wanted);
		arrived = state.timeline.dropped + state.timeline.events.length;
		if (events.length > 0) io.out(events.map((event) => `${formatEventLine(event, state)}\n`).join(''));
		const stories = tellStories(state);
		if (stories !== '') io.out(stories);
		if (isConnecting(state)) return;
		const report = reportSources(state);
		if (report !== reported) io.err(report);
		reported = report;
	};
}

/** Entries are numbered as they arrive, whatever their place in time. */
function eventsAfter({ timeline }: NodeState, arrived: number): TimelineEntry[] {
	return timeline.events.filter((event) => event.sequence >= arrived);
}

function isWanted(event: TimelineEntry, from: number, kubeNamespace: string | undefined): boolean {
	// a time of whole seconds that begins before `from` may lie after it
	if (event.at + (event.resolution ?? 1) <= from) return false;
	return kubeNamespace === undefined || event.kubeNamespace === kubeNamespace;
}

function isConnecting(state: NodeState): boolean {
	return [...state.sources.values()].some(({ health }) => health === 'connecting');
}
