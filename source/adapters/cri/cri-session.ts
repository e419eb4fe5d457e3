import type { Clock } from '../../core/clock.ts';
import type { CriEvent } from '../../core/cri-event.ts';
import type { Observation } from '../../core/observation.ts';
import type { Emit } from '../../core/source.ts';
import { createHealthAnnouncer } from '../health-announcer.ts';
import { createRecordBatch } from '../record-batch.ts';
import type { CriClient } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';
import { selectCriHealth } from './cri-health.ts';
import { createEventDesk } from './event-desk.ts';
import type { EventMemory } from './event-memory.ts';
import { createRecordReader } from './record-reader.ts';
import { createRecordTable, type ListingOutcome } from './record-table.ts';

export type CriSessionOptions = {
	client: CriClient;
	/** The source's name. */
	name: string;
	endpoint: CriEndpoint;
	inspect: 'all' | 'none';
	clock: Clock;
	emit: Emit;
	signal: AbortSignal;
	memory: EventMemory;
};

/** One connection to a runtime: it turns listings, events and statuses into observations. Silent once `signal` aborts. */
export type CriSession = {
	/** Asks for everything once and emits it, if there is anything new in it. Tells whether there was. Rejects with a SourceError. */
	list(): Promise<boolean>;
	/** Takes an event of the runtime. */
	take(event: CriEvent): void;
	/** Resolves when nothing is being read. */
	idle(): Promise<void>;
};

export function createCriSession(options: CriSessionOptions): CriSession {
	const { client, name, endpoint, inspect, clock, signal, memory } = options;
	const table = createRecordTable(name);
	const say = (what: WithoutOrigin<Observation>) => {
		if (!signal.aborted) options.emit({ at: clock.now(), source: name, ...what });
	};
	const batch = createRecordBatch({
		clock,
		signal,
		emit: (records, gone) => say({ kind: 'runtime-records', records, gone }),
	});
	const desk = createEventDesk({
		source: name,
		clock,
		signal,
		memory,
		find: table.get,
		emit: (events) => say({ kind: 'events', events }),
	});
	const sayHealth = createHealthAnnouncer((health) => say({ kind: 'health', ...health }));
	let listed = false;
	const reportHealth = () => {
		if (listed) sayHealth(selectCriHealth(client.version, endpoint, reader.trouble()));
	};
	const reader = createRecordReader({
		client,
		table,
		inspect,
		clock,
		signal,
		onRecord(record) {
			batch.add(record);
			desk.notice(record);
		},
		onGone(id) {
			batch.addGone(id);
			desk.noticeGone(id);
		},
		onSettled: reportHealth,
	});
	let willFlush = false;
	const flushWhenIdle = async () => {
		if (willFlush) return;
		willFlush = true;
		await reader.idle();
		willFlush = false;
		batch.flush();
	};

	const takeListing = ({ records, unexplained, changed }: ListingOutcome): boolean => {
		const isNews = changed || !listed;
		batch.flush();
		if (isNews) say({ kind: 'runtime-listing', records });
		desk.begin(records);
		listed = true;
		reportHealth();
		if (inspect === 'all') reader.readStatuses(unexplained);
		else for (const record of records) desk.notice(record);
		void flushWhenIdle();
		return isNews;
	};

	return {
		async list() {
			table.beginListing();
			const [sandboxes, containers] = await Promise.all([client.listSandboxes(signal), client.listContainers(signal)]);
			return takeListing(table.takeListing({ sandboxes, containers }));
		},
		take(event) {
			desk.take(event);
			reader.reread(event.id, event.type);
			void flushWhenIdle();
		},
		idle: reader.idle,
	};
}

type WithoutOrigin<T> = T extends Observation ? Omit<T, 'at' | 'source'> : never;
