import type { Clock } from '../../core/clock.ts';
import type { CriEvent } from '../../core/cri-event.ts';
import { parseCriInfo } from '../../core/cri-info.ts';
import { wireObject } from '../../core/docker-wire.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';
import { SourceError } from '../../core/source.ts';
import { createAwaited } from './awaited-changes.ts';
import type { CriClient } from './cri-client.ts';
import { createReadingQueue } from './reading-queue.ts';
import { createReadingTroubles, type ReadingTrouble } from './reading-troubles.ts';
import type { RecordTable, Role } from './record-table.ts';

export type RecordReader = {
	/** Asks for the status of these in the background. */
	readStatuses(ids: Iterable<string>): void;
	/**
	 * Reads one again because of an event, until the runtime's listing shows what the event told. One that tells nothing only
	 * makes whoever waits for that look at once.
	 */
	reread(id: string, because: CriEvent['type']): void;
	/** Resolves when nothing is waiting or under way. */
	idle(): Promise<void>;
	/** What could not be read, for the health line. */
	trouble(): ReadingTrouble | undefined;
};

export type RecordReaderOptions = {
	client: Pick<CriClient, 'version' | 'status' | 'listSandboxes' | 'listContainers'>;
	table: RecordTable;
	/** `none`: events re-read the listing only, and no status is asked for. */
	inspect: 'all' | 'none';
	clock: Clock;
	signal: AbortSignal;
	onRecord(record: RuntimeRecord): void;
	onGone(id: string): void;
	/** After each one, whatever came of it. */
	onSettled(): void;
};

/** How many are asked for at a time. */
const concurrency = 8;

/** Reads single sandboxes and containers in the background. They never hold up each other. */
export function createRecordReader(options: RecordReaderOptions): RecordReader {
	const { client, table, inspect, clock, signal, onRecord, onGone, onSettled } = options;
	const troubles = createReadingTroubles(client.version.runtime);
	const awaited = createAwaited(clock, signal);

	/** What CRI lists under the id; of an unknown one it does not tell by itself whether it is a sandbox. */
	const look = async (id: string): Promise<RuntimeRecord | undefined> => {
		const role = table.get(id)?.metadata?.role;
		const lists: Record<Role, CriClient['listContainers']> = {
			container: client.listContainers,
			sandbox: client.listSandboxes,
		};
		for (const candidate of role ? [role] : (['container', 'sandbox'] as const)) {
			const wire = (await lists[candidate](signal, id)).find((item) => wireObject(item).id === id);
			if (wire !== undefined) return table.takeListed(candidate, wire);
		}
		return undefined;
	};
	const leave = (id: string) => {
		if (table.remove(id)) onGone(id);
		troubles.forget(id);
	};
	const askStatus = async (id: string, role: Role) => {
		const answer = await client.status(role, id, signal);
		if (signal.aborted) return;
		if (answer === undefined) return leave(id);
		troubles.noteAnswer(id, parseCriInfo(wireObject(answer).info).readable);
		const record = table.takeStatus(id, answer);
		if (record) onRecord(record);
	};
	const read = async (id: string) => {
		if (awaited.has(id)) {
			const record = await awaited.settle(id, () => look(id));
			if (signal.aborted) return;
			if (!record) return leave(id);
		}
		const record = table.get(id);
		if (inspect === 'none' && record) onRecord(record);
		else if (record?.metadata) await askStatus(id, record.metadata.role);
	};
	const queue = createReadingQueue({
		concurrency,
		clock,
		async read(id) {
			if (signal.aborted) return;
			try {
				await read(id);
			} catch (error) {
				awaited.forget(id);
				troubles.noteFailure(id, error instanceof SourceError ? error.message : 'the answer cannot be read');
				// as far as the listing tells
				const record = table.get(id);
				if (record && !signal.aborted) onRecord(record);
			}
			if (!signal.aborted) onSettled();
		},
	});
	return {
		readStatuses: (ids) => queue.add(ids),
		reread(id, because) {
			if (awaited.expect(id, because)) queue.addUrgent(id);
		},
		idle: queue.idle,
		trouble: () => troubles.describe(table),
	};
}
