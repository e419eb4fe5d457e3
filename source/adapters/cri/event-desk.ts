import type { Clock } from '../../core/clock.ts';
import { type CriChange, selectCriChanges, selectCriRemoval } from '../../core/cri-changes.ts';
import type { CriEvent } from '../../core/cri-event.ts';
import { createCriTimelineEvent, selectLabelled } from '../../core/cri-timeline.ts';
import type { Subject } from '../../core/event-subject.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';
import type { TimelineEvent } from '../../core/timeline-event.ts';
import type { EventMemory } from './event-memory.ts';

/** Makes timeline events of what the runtime tells and of what listings show; each once, whoever told it first. */
export type EventDesk = {
	/** An event of the runtime. One about somebody who is not listed yet waits for a moment. */
	take(event: CriEvent): void;
	/** All records of a listing. The first one ever is where the story begins, and tells nothing. */
	begin(records: readonly RuntimeRecord[]): void;
	/** A record as it is now. */
	notice(record: RuntimeRecord): void;
	noticeGone(id: string): void;
};

/** Milliseconds that an event waits to learn whom it is about. A sandbox is listed once its network is up. */
const longestWait = 3_000;

export function createEventDesk({
	source,
	clock,
	signal,
	memory,
	find,
	emit,
}: {
	source: string;
	clock: Clock;
	signal: AbortSignal;
	memory: EventMemory;
	/** The record that is known under an id. */
	find(id: string): RuntimeRecord | undefined;
	emit(events: readonly TimelineEvent[]): void;
}): EventDesk {
	const waiting = new Map<string, CriEvent[]>();
	const labelled = new Map<string, Subject>();

	const tell = (events: readonly (CriEvent | CriChange)[], subject: Subject | undefined) => {
		if (signal.aborted) return;
		const told = events.map((event) => createCriTimelineEvent(event, source, subject));
		const fresh = told.filter(({ key }) => memory.isNew(key)).toSorted((one, other) => one.at - other.at);
		if (fresh.length > 0) emit(fresh);
	};
	const release = (id: string): CriEvent[] => {
		const events = waiting.get(id) ?? [];
		waiting.delete(id);
		labelled.delete(id);
		return events;
	};
	const hold = async (event: CriEvent) => {
		const events = waiting.get(event.id);
		if (events) return void events.push(event);
		waiting.set(event.id, [event]);
		await clock.sleep(longestWait, signal);
		const subject = labelled.get(event.id);
		tell(release(event.id), subject);
	};
	const span = () => ({ now: clock.now(), since: memory.listedAt ?? clock.now() });

	const noticeGone = (id: string) => {
		const before = memory.told?.get(id);
		if (!before) return;
		tell([selectCriRemoval(id, span())], before);
		memory.told?.delete(id);
	};

	return {
		noticeGone,
		take(event) {
			const known = find(event.id) ?? memory.told?.get(event.id);
			if (event.labels && !known) noteLabels(labelled, event.id, event.labels);
			if (event.type === 'touched') return;
			if (known) tell([event], known);
			else void hold(event);
		},
		begin(records) {
			memory.told ??= new Map(records.map((record) => [record.id, record]));
			const listed = new Set(records.map(({ id }) => id));
			for (const id of memory.told.keys()) if (!listed.has(id)) noticeGone(id);
			memory.listedAt = clock.now();
		},
		notice(record) {
			const before = memory.told?.get(record.id);
			memory.told?.set(record.id, record);
			// what the runtime said comes first: of two with the same key its time is the better one
			tell([...release(record.id), ...selectCriChanges(before, record, span())], record);
		},
	};
}

function noteLabels(labelled: Map<string, Subject>, id: string, labels: Readonly<Record<string, string>>): void {
	const subject = selectLabelled(labels);
	if (subject) labelled.set(id, subject);
}
