import { createDockerSource, type DockerSourceOptions } from '../../../source/adapters/docker/docker-source.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import type { Source } from '../../../source/core/source.ts';
import { createObservationRecorder, type ObservationRecorder } from '../observation-recorder.ts';
import { realClock } from '../real-clock.ts';
import { type DockerServer, startDockerServer, type WireContainer } from './docker-server.ts';

/** A Docker source in front of a server of its own, and what a reader of its observations knows. */
export type DockerScene = {
	server: DockerServer;
	recorder: ObservationRecorder;
	abort: AbortController;
	create(options?: Partial<DockerSourceOptions>): Source;
	/** Creates a source and runs it. */
	run(options?: Partial<DockerSourceOptions>): Promise<void>;
	/** The records that a reader of all observations so far would hold. */
	held(): Map<string, RuntimeRecord>;
	allInspected(): boolean;
	/** How many inspections were asked for. */
	inspections(): number;
	/** The first container of the listing. */
	first(): WireContainer;
	close(): Promise<void>;
};

export async function setDockerScene(): Promise<DockerScene> {
	const server = await startDockerServer();
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const create = (options: Partial<DockerSourceOptions> = {}) =>
		createDockerSource({ endpoint: server.endpoint, inspect: 'all', clock: realClock, ...options });
	const held = () => holdRecords(recorder);
	return {
		server,
		recorder,
		abort,
		create,
		run: (options) => create(options).run(recorder.emit, abort.signal),
		held,
		allInspected: () => held().size === server.inspected.size && [...held().values()].every(isInspected),
		inspections: () => server.requests.filter((path) => /containers\/[^/]{64}\/json/.test(path)).length,
		first: () => server.listed[0] as WireContainer,
		async close() {
			abort.abort();
			await server.close();
		},
	};
}

export function isInspected(record: RuntimeRecord | undefined): boolean {
	return record?.startedAt !== undefined;
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

/** One line of the event stream. The nanoseconds are digits, as a number cannot hold them. */
export function formatEventLine(
	action: string,
	id: string,
	nanoseconds: string,
	attributes: Record<string, string> = {},
): string {
	const actor = { ID: id, Attributes: { name: 'some', ...attributes } };
	const fields = JSON.stringify({ Type: 'container', Action: action, Actor: actor });
	return `${fields.slice(0, -1)},"timeNano":${nanoseconds}}\n`;
}
