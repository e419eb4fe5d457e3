import type { Readable } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import { dockerRuntime } from '../../core/docker-container.ts';
import { normalizeDockerEvent } from '../../core/docker-event.ts';
import { describeMissedChanges } from '../../core/missed-changes.ts';
import type { Observation } from '../../core/observation.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';
import { type Emit, SourceError } from '../../core/source.ts';
import type { TimelineEvent } from '../../core/timeline-event.ts';
import { createHealthAnnouncer } from '../health-announcer.ts';
import { createRecordBatch } from '../record-batch.ts';
import { createContainerInspector } from './container-inspector.ts';
import { type ContainerTable, createContainerTable } from './container-table.ts';
import type { DockerClient } from './docker-client.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { selectDockerHealth } from './docker-health.ts';
import type { EventMemory } from './event-memory.ts';
import { readEventLines } from './read-event-lines.ts';

export type DockerSessionOptions = {
	client: DockerClient;
	endpoint: DockerEndpoint;
	inspect: 'all' | 'none';
	clock: Clock;
	emit: Emit;
	signal: AbortSignal;
	memory: EventMemory;
};

/** One connection to Docker: it turns listings, events and inspections into observations. Silent once `signal` aborts. */
export type DockerSession = {
	/** Asks for all containers once and emits the listing. Rejects with a SourceError. */
	list(): Promise<void>;
	/** Reads events until the stream ends, and then rejects. `listSoon` is called when only a listing can tell. */
	follow(stream: Readable, listSoon: () => void): Promise<void>;
	/** The connection is over: keeps what the next one needs to find out what it missed. */
	end(): void;
};

/**
 * How long a new connection may take to tell again what happened while there was none, milliseconds. What it has not told
 * by then, it never tells.
 */
const catchUpTime = 1_000;

export function createDockerSession(options: DockerSessionOptions): DockerSession {
	const { client, endpoint, inspect, clock, signal, memory } = options;
	const table = createContainerTable();
	const say = (what: WithoutOrigin<Observation>) => {
		if (!signal.aborted) options.emit({ at: clock.now(), source: dockerRuntime, ...what });
	};
	const batch = createRecordBatch({
		clock,
		signal,
		emit: (records, gone) => say({ kind: 'runtime-records', records, gone }),
	});
	const sayHealth = createHealthAnnouncer((health) => say({ kind: 'health', ...health }));
	const inspector = createContainerInspector({
		client,
		table,
		signal,
		onRecord: batch.add,
		onGone: batch.addGone,
		onSettled: () => reportHealth(),
	});
	// only a connection after another one has something to catch up on
	let told = memory.recordsBefore() && new Set<string>();
	let listed = false;
	const tellMissed = async (before: readonly RuntimeRecord[]) => {
		await Promise.all([inspector.idle(), clock.sleep(catchUpTime, signal)]);
		const events = describeMissedChanges(before, table.records(), told ?? new Set(), clock.now());
		told = undefined;
		if (events.length > 0) say({ kind: 'events', events });
	};
	const reportHealth = () => {
		if (listed) sayHealth(selectDockerHealth(client.version, endpoint, inspector.trouble()));
	};
	let willFlush = false;
	const flushWhenIdle = async () => {
		if (willFlush) return;
		willFlush = true;
		await inspector.idle();
		willFlush = false;
		batch.flush();
	};

	const takeEvent = (event: TimelineEvent, listSoon: () => void) => {
		const id = event.id ?? '';
		if (event.type === 'destroy' || event.type === 'remove') {
			table.destroy(id);
			inspector.remove(id);
			batch.addGone(id);
			reportHealth();
		} else if (inspect === 'all') inspector.addUrgent(id);
		else listSoon();
	};

	return {
		async list() {
			table.beginListing();
			const wires = await client.list(signal);
			const { records, unexplained } = table.takeListing(wires);
			batch.flush();
			say({ kind: 'runtime-listing', records });
			const before = listed ? undefined : memory.recordsBefore();
			listed = true;
			reportHealth();
			if (inspect === 'all') inspector.add(unexplained);
			void flushWhenIdle();
			if (before) void tellMissed(before);
		},
		async follow(stream, listSoon) {
			for await (const { events, malformed } of readEventLines(stream)) {
				const fresh = events.flatMap((wire) => takeWire(wire, memory, table));
				if (fresh.length > 0) say({ kind: 'events', events: fresh });
				for (const event of fresh) {
					told?.add(`${event.id}:${event.type}`);
					takeEvent(event, listSoon);
				}
				if (malformed > 0) listSoon();
				if (fresh.length > 0) void flushWhenIdle();
			}
			throw new SourceError('Docker closed its event stream', { remedy: 'it is connected again by itself' });
		},
		end() {
			if (listed) memory.keepRecords(table.records());
		},
	};
}

type WithoutOrigin<T> = T extends Observation ? Omit<T, 'at' | 'source'> : never;

/** The event, if it is one for the timeline and was not seen before the stream broke off. */
function takeWire(wire: unknown, memory: EventMemory, table: ContainerTable): TimelineEvent[] {
	memory.note(wire);
	const event = normalizeDockerEvent(wire, table.get);
	return event && memory.isNew(event.key) ? [event] : [];
}
