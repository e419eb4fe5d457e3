import type { IncarnationHistory, PodHistory } from '../pod-history.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { readApiEnds } from './api-ends.ts';
import { classifyEvent, stampEvent } from './event-stamp.ts';
import { compareLives, type Life, type LifeEnd } from './life.ts';
import { type Run, splitRuns } from './run-marks.ts';
import { latestOf, narrow, type Stamp } from './stamp.ts';

/** Everything that ran in a pod, oldest first: from the records, the events and what the API server says of ends. */
export function gatherLives(history: PodHistory, events: readonly TimelineEvent[]): readonly Life[] {
	const byId = groupEvents(events);
	const apiEnds = readApiEnds(history.pod);
	const ids = new Set([...history.incarnations.keys(), ...byId.keys()]);
	const lives = [...ids].flatMap((id) => {
		const told = byId.get(id) ?? [];
		const known = history.incarnations.get(id) ?? describeUnlisted(id, told);
		return known ? livesOf(known, told, apiEnds.get(id)) : [];
	});
	return lives.sort(compareLives);
}

function livesOf(
	known: IncarnationHistory,
	told: readonly TimelineEvent[],
	api: (LifeEnd & { ended?: Stamp }) | undefined,
): Life[] {
	const of = (kind: ReturnType<typeof classifyEvent>) => told.filter((event) => classifyEvent(event) === kind);
	const stamps = (kind: ReturnType<typeof classifyEvent>) => of(kind).map((event) => stampEvent(event, known));
	const removed = stamps('removed')[0] ?? listed(known.goneSeenAt);
	const created = stamps('created')[0] ?? stampCreation(known);
	const runs = splitRuns(stamps('started'), stamps('ended'), recordedRun(known, api?.ended, removed));
	return runs.map((run, index): Life => {
		const isNewest = index === runs.length - 1;
		return {
			id: known.id,
			run: index,
			role: known.role,
			name: known.container,
			attempt: known.attempt,
			sandboxId: known.sandboxId,
			...(index === 0 && created && { created }),
			...run,
			...(isNewest && removed && { removed }),
			...describeEnd(run, told, isNewest ? { ...api, ...dropUnknown(known) } : {}),
			bornAt: (index === 0 ? (created?.at ?? run.started?.at) : run.started?.at) ?? known.firstSeenAt,
			witnessed: known.aliveSeenAt !== undefined || run.ended?.seenBy === 'event',
			...(isNewest && { pid: known.pid, linuxNamespaces: known.linuxNamespaces }),
		};
	});
}

/** What the record says of its newest run; where it does not say when it ended, when that was noticed. */
function recordedRun(known: IncarnationHistory, apiEnd: Stamp | undefined, removed: Stamp | undefined): Run {
	const noticed = listed(known.endSeenAt);
	const recorded: Stamp | undefined =
		known.finishedAt === undefined ? undefined : { at: known.finishedAt, seenBy: 'record' };
	// the API server's whole second for the end begins before a short run did
	const ended = recorded ?? (apiEnd && narrow(apiEnd, { after: known.startedAt })) ?? noticed ?? removed;
	return {
		started: known.startedAt === undefined ? undefined : { at: known.startedAt, seenBy: 'record' },
		// a container that was created and never ran has no end
		ended: known.state === 'created' && known.exitCode === undefined ? undefined : ended,
	};
}

function describeEnd({ started, ended }: Run, told: readonly TimelineEvent[], recorded: LifeEnd): LifeEnd {
	if (!ended) return {};
	const until = latestOf(ended);
	const isWithin = ({ at }: TimelineEvent) => at <= until && at >= (started?.at ?? 0);
	const end = told.find((event) => classifyEvent(event) === 'ended' && Math.abs(event.at - ended.at) <= 1);
	const exitCode = end?.exitCode ?? recorded.exitCode;
	const kill = told.findLast(
		(event) =>
			event.type === 'kill' &&
			isWithin(event) &&
			event.at >= until - killWindow &&
			(!sparing.has(event.signal ?? 0) || exitCode === 128 + (event.signal ?? 0)),
	);
	const wasOom = told.some((event) => event.type === 'oom' && isWithin(event) && event.at >= until - oomWindow);
	return {
		exitCode,
		signal: kill?.signal,
		...((recorded.oomKilled || wasOom) && { oomKilled: true }),
	};
}

/** How long before an end a signal can have been its reason, milliseconds: a grace period of minutes is rare. */
const killWindow = 120_000;
/** Sent to tell a program something (HUP, USR1, USR2, CONT, STOP: read your files again, wait): the exit code says whether it died of it. */
const sparing: ReadonlySet<number> = new Set([1, 10, 12, 18, 19]);
/** A child process can be killed for memory long before the container ends of something else. */
const oomWindow = 5_000;

function dropUnknown({ exitCode, oomKilled }: IncarnationHistory): LifeEnd {
	return { ...(exitCode !== undefined && { exitCode }), ...(oomKilled && { oomKilled }) };
}

function stampCreation({ createdAt, runtime, startedAt }: IncarnationHistory): Stamp | undefined {
	if (createdAt === undefined) return undefined;
	// Docker's listing cuts it to whole seconds; an inspection does not
	const isCut = runtime === 'docker' && createdAt % 1000 === 0 && startedAt === undefined;
	return { at: createdAt, seenBy: 'record', ...(isCut && { resolution: 1000 }) };
}

function listed(at: number | undefined): Stamp | undefined {
	return at === undefined ? undefined : { at, seenBy: 'listing' };
}

function groupEvents(events: readonly TimelineEvent[]): ReadonlyMap<string, readonly TimelineEvent[]> {
	const byId = new Map<string, TimelineEvent[]>();
	for (const event of events) {
		if (event.id !== undefined && !byId.get(event.id)?.push(event)) byId.set(event.id, [event]);
	}
	return byId;
}

/**
 * One that came and went between two listings, from its events alone. Where only its removal was told it had ended before all that
 * was heard: Docker replays no more than its last 256 events (20.10), and the kubelet removes what is dead in its own time.
 */
function describeUnlisted(id: string, told: readonly TimelineEvent[]): IncarnationHistory | undefined {
	if (!told.some((each) => lifetimeEvents.has(classifyEvent(each)))) return undefined;
	const event = told.find(({ role, podUid }) => role !== undefined && podUid !== undefined);
	if (!event?.role || event.podUid === undefined) return undefined;
	const { podUid, role, container, attempt, sandboxId, source: runtime } = event;
	return { id, podUid, role, container, attempt, sandboxId, runtime, firstSeenAt: told[0]?.at ?? event.at };
}

const lifetimeEvents: ReadonlySet<ReturnType<typeof classifyEvent>> = new Set(['created', 'started', 'ended']);
