import type { RuntimeRecord } from '../../core/runtime-record.ts';
import { SourceError } from '../../core/source.ts';
import type { ContainerTable } from './container-table.ts';
import type { DockerClient } from './docker-client.ts';
import { createInspectionQueue, type InspectionQueue } from './inspection-queue.ts';

/** How many inspections are asked for at a time. */
const concurrency = 8;

export type ContainerInspector = InspectionQueue & {
	/** What the containers that could not be inspected have in common, for the health line. */
	trouble(): InspectionTrouble | undefined;
};

export type InspectionTrouble = { detail: string; remedy: string };

/** Inspects containers in the background and keeps in mind which of them did not answer. They never hold up the rest. */
export function createContainerInspector({
	client,
	table,
	signal,
	onRecord,
	onGone,
	onSettled,
}: {
	client: Pick<DockerClient, 'inspect'>;
	table: ContainerTable;
	signal: AbortSignal;
	onRecord(record: RuntimeRecord): void;
	onGone(id: string): void;
	/** After each container, whatever came of it. */
	onSettled(): void;
}): ContainerInspector {
	const failures = new Map<string, string>();
	const queue = createInspectionQueue({
		concurrency,
		async inspect(id) {
			if (signal.aborted) return;
			try {
				const answer = await client.inspect(id, signal);
				failures.delete(id);
				take(id, answer);
			} catch (error) {
				failures.set(id, error instanceof SourceError ? error.message : 'the inspection failed');
			}
			if (!signal.aborted) onSettled();
		},
	});
	const take = (id: string, answer: unknown) => {
		if (signal.aborted) return;
		if (answer === undefined) {
			table.forget(id);
			onGone(id);
			return;
		}
		const record = table.takeInspected(id, answer);
		if (record) onRecord(record);
	};
	return {
		...queue,
		remove(id) {
			failures.delete(id);
			queue.remove(id);
		},
		trouble() {
			// one that is no longer listed has nothing to answer for
			for (const id of failures.keys()) if (!table.get(id)) failures.delete(id);
			return describeFailures(failures, table);
		},
	};
}

function describeFailures(failures: ReadonlyMap<string, string>, table: ContainerTable): InspectionTrouble | undefined {
	const first = failures.entries().next().value;
	if (!first) return undefined;
	const [id, reason] = first;
	const name = table.get(id)?.name || id.slice(0, 12);
	const others = failures.size > 1 ? ` and ${failures.size - 1} more` : '';
	return { detail: `inspecting ${name}${others} failed: ${reason}`, remedy: `docker inspect ${id.slice(0, 12)}` };
}
