import { seenByListing } from '../missed-changes.ts';
import type { IncarnationHistory } from '../pod-history.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import type { Stamp } from './stamp.ts';

/** What an event says of a run, in one word for all runtimes. */
type LifeEventKind = 'created' | 'started' | 'ended' | 'removed';

/** By the runtimes' own words: Docker's, podman's, containerd's. */
const kinds: Readonly<Record<string, LifeEventKind>> = {
	create: 'created',
	start: 'started',
	die: 'ended',
	died: 'ended',
	exit: 'ended',
	destroy: 'removed',
	remove: 'removed',
	delete: 'removed',
};

/** Which part of a run an event tells of; undefined for others (`kill`, `oom`, the kubelet's). */
export function classifyEvent(event: TimelineEvent): LifeEventKind | undefined {
	return event.source !== 'kube' && Object.hasOwn(kinds, event.type) ? kinds[event.type] : undefined;
}

/**
 * An event's time. One that an adapter made up from two listings is as good as its time: the record's, where the runtime has one,
 * else the moment at which it was noticed.
 */
export function stampEvent(event: TimelineEvent, known: IncarnationHistory): Stamp {
	const isMade = event.message === seenByListing || (event.source !== 'kube' && event.resolution !== undefined);
	if (!isMade) return { at: event.at, seenBy: 'event' };
	const recorded: Readonly<Record<LifeEventKind, number | undefined>> = {
		created: known.createdAt,
		started: known.startedAt,
		ended: known.finishedAt,
		removed: undefined,
	};
	const kind = classifyEvent(event);
	const isRecorded = kind !== undefined && recorded[kind] === event.at;
	return { at: event.at, seenBy: isRecorded ? 'record' : 'listing' };
}
