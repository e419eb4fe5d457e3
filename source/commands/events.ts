import type { FindingRule } from '../core/findings/finding-rule.ts';
import type { NodeState, TimelineEntry } from '../core/node-state.ts';
import { UsageError } from '../core/usage-error.ts';
import { durationSyntax, parseDuration } from '../format/duration.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { createEventPrinter, type EventPrinter } from './event-printer.ts';
import { createFindingPrinter, type FindingPrinter, isFindingEvent } from './finding-printer.ts';
import { reportSources } from './report-sources.ts';
import { createStoryPrinter, type StoryPrinter } from './story-printer.ts';

export type EventsRequest = {
	kubeNamespace?: string;
	/** How far back, as typed: `10m`. Absent: from now on. */
	since?: string;
};

/**
 * `pausetop events`: one JSON object a line, as things happen, until interrupted. Restart stories and findings come after the events
 * that they are made of. `rules`: of findings; all of them, unless a test says otherwise.
 */
export async function runEvents(
	request: EventsRequest,
	wireRequest: WireRequest,
	io: CommandIo,
	rules?: readonly FindingRule[],
): Promise<number> {
	const span = request.since === undefined ? 0 : parseDuration(request.since);
	if (span === undefined) throw new UsageError(`--since takes ${durationSyntax}`);
	const from = Date.now() - span;
	const wiring = await wire(wireRequest, { eventsSince: from, findings: true, rules });
	const { kubeNamespace } = request;
	const tellStories = createStoryPrinter({ from, kubeNamespace });
	const tellFindings = createFindingPrinter(kubeNamespace);
	const takeEvents = createEventPrinter({ from, wanted: (event) => isWanted(event, from, kubeNamespace) });
	const print = createPrinter(wiring, io, takeEvents, tellStories, tellFindings);
	const unsubscribe = wiring.store.subscribe(() => print());
	try {
		await wiring.run(io.signal);
		return exitCodes.success.code;
	} finally {
		unsubscribe();
		print(true);
		io.out(tellStories(wiring.store.get(), true));
		await wiring.close();
	}
}

/** Prints what has been added since the last call, and what changed about the sources. `final`: also to a reader who is behind. */
type Printer = (final?: boolean) => void;

/**
 * While the reader is behind nothing is made for it that would pile up here: what it missed is printed when it has caught up, as far
 * as the timeline still has it.
 */
function createPrinter(
	wiring: Wiring,
	io: CommandIo,
	takeEvents: EventPrinter,
	tellStories: StoryPrinter,
	tellFindings: FindingPrinter,
): Printer {
	let isBehind = false;
	let reported = '';
	const print = (final = false) => {
		if (isBehind && !final) return;
		const state = wiring.store.get();
		const { lines, lost } = takeEvents(state);
		if (lost !== undefined) io.err(`pausetop: ${lost}\n`);
		const text = `${lines}${tellStories(state)}${tellFindings(state)}`;
		const caughtUp = text === '' ? undefined : io.out(text);
		if (caughtUp) {
			isBehind = true;
			void caughtUp.then(() => {
				isBehind = false;
				print();
			});
		}
		if (isConnecting(state)) return;
		const report = reportSources(state);
		if (report !== reported) io.err(report);
		reported = report;
	};
	return print;
}

function isWanted(event: TimelineEntry, from: number, kubeNamespace: string | undefined): boolean {
	// told by a printer of their own, with all that they say
	if (isFindingEvent(event)) return false;
	// a time of whole seconds that begins before `from` may lie after it
	if (event.at + (event.resolution ?? 1) <= from) return false;
	return kubeNamespace === undefined || event.kubeNamespace === kubeNamespace;
}

function isConnecting(state: NodeState): boolean {
	return [...state.sources.values()].some(({ health }) => health === 'connecting');
}
