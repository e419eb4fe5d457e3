import type { Clock } from '../clock.ts';
import { createMoment, type Moment } from '../moment.ts';
import type { Random } from '../random.ts';
import type { ContainerRecord, CriRecord, SandboxRecord } from './cri-record.ts';
import type { RecordTable } from './record-table.ts';

/** One of CRI's own events (ContainerEventResponse); a sandbox's has the sandbox's id. */
export type PodEvent = {
	type: 'CREATED' | 'STARTED' | 'STOPPED' | 'DELETED';
	id: string;
	created: Moment;
	sandbox: SandboxRecord | undefined;
	/** Those of the sandbox, at that moment. */
	containers: readonly ContainerRecord[];
};

export type PodEvents = {
	emit(type: PodEvent['type'], record: CriRecord): void;
	subscribe(listener: (event: PodEvent) => void): () => void;
};

export function createPodEvents(parts: { clock: Clock; random: Random; table: RecordTable }): PodEvents {
	const { table } = parts;
	const listeners = new Set<(event: PodEvent) => void>();
	return {
		emit(type, record) {
			if (listeners.size === 0) return;
			const sandbox = record.kind === 'sandbox' ? record : table.getSandbox(record.sandboxId);
			const containers = sandbox === undefined ? [] : table.inSandbox(sandbox);
			const event: PodEvent = { type, id: record.id, created: createMoment(parts), sandbox, containers };
			for (const listener of listeners) listener(event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
