import { type CriSourceOptions, createCriSource } from '../../../source/adapters/cri/cri-source.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import type { Source } from '../../../source/core/source.ts';
import { createObservationRecorder, type ObservationRecorder } from '../observation-recorder.ts';
import { realClock } from '../real-clock.ts';
import { type CriServer, type CriServerOptions, startCriServer } from './cri-server.ts';

/** A CRI source in front of a server of its own, and what a reader of its observations knows. */
export type CriScene = {
	server: CriServer;
	recorder: ObservationRecorder;
	abort: AbortController;
	create(options?: Partial<CriSourceOptions>): Source;
	/** Creates a source and runs it. */
	run(options?: Partial<CriSourceOptions>): Promise<void>;
	/** The records that a reader of all observations so far would hold. */
	held(): Map<string, RuntimeRecord>;
	/** The types of all events of one container, in the order of arrival. */
	told(id: string): string[];
	close(): Promise<void>;
};

export async function setCriScene(settings?: CriServerOptions): Promise<CriScene> {
	const server = await startCriServer(settings);
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const create = (options: Partial<CriSourceOptions> = {}) =>
		createCriSource({
			endpoint: { path: server.path },
			name: 'containerd',
			inspect: 'all',
			clock: realClock,
			...options,
		});
	return {
		server,
		recorder,
		abort,
		create,
		run: (options) => create(options).run(recorder.emit, abort.signal),
		held: () => holdRecords(recorder),
		told: (id) =>
			recorder
				.ofKind('events')
				.flatMap(({ events }) => events.filter((event) => event.id === id).map(({ type }) => type)),
		async close() {
			abort.abort();
			await server.close();
		},
	};
}

function holdRecords(recorder: ObservationRecorder): Map<string, RuntimeRecord> {
	const records = new Map<string, RuntimeRecord>();
	for (const observation of recorder.observations) {
		if (observation.kind === 'runtime-listing') records.clear();
		if (observation.kind !== 'runtime-listing' && observation.kind !== 'runtime-records') continue;
		for (const record of observation.records) records.set(record.id, record);
		if (observation.kind === 'runtime-records') for (const id of observation.gone) records.delete(id);
	}
	return records;
}
