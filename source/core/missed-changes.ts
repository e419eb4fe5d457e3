import { describeSubject } from './event-subject.ts';
import { isAlive, type RuntimeRecord } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** What the message of an event says that no stream told. */
export const seenByListing = 'seen by listing';

/**
 * What must have happened to a runtime's containers between two complete listings, as events: for the time in which its
 * stream was down. Docker never tells of a container that ended while dockerd was away (seen in 20.10 with live-restore).
 * `told` has `<id>:<type>` of what the stream has told meanwhile. Times are the runtime's where it knows them, else `now`.
 */
export function describeMissedChanges(
	before: readonly RuntimeRecord[],
	after: readonly RuntimeRecord[],
	told: ReadonlySet<string>,
	now: number,
): TimelineEvent[] {
	const earlier = new Map(before.map((record) => [record.id, record]));
	const later = new Set(after.map(({ id }) => id));
	const gone = before.filter(({ id }) => !later.has(id));
	const events = [
		...gone.map((record) => describe(record, 'destroy', now)),
		...after.flatMap((record) => describeChange(earlier.get(record.id), record, now)),
	];
	return events.filter((event) => !told.has(`${event.id}:${event.type}`)).sort((a, b) => a.at - b.at);
}

function describeChange(before: RuntimeRecord | undefined, after: RuntimeRecord, now: number): TimelineEvent[] {
	const [ran, runs] = [before !== undefined && isAlive(before.state), isAlive(after.state)];
	const isNewRun =
		before?.startedAt !== undefined && after.startedAt !== undefined && before.startedAt !== after.startedAt;
	if (runs) return ran && !isNewRun ? [] : [describe(after, 'start', after.startedAt ?? now)];
	if (ran || (isNewRun && after.state === 'exited')) return [describeEnd(after, now)];
	if (before) return [];
	return [after.state === 'exited' ? describeEnd(after, now) : describe(after, 'create', after.createdAt ?? now)];
}

function describeEnd(record: RuntimeRecord, now: number): TimelineEvent {
	return { ...describe(record, 'die', record.finishedAt ?? now), exitCode: record.exitCode };
}

function describe(record: RuntimeRecord, type: string, at: number): TimelineEvent {
	const subject = describeSubject(record);
	return {
		key: `listing:${type}:${record.id}:${at}`,
		at,
		source: record.runtime,
		type,
		id: record.id,
		...subject,
		container: subject.role ? subject.container : record.name,
		message: seenByListing,
	};
}
