import type { RuntimeIdentity } from '../identity.ts';
import type { Evidence } from '../node-view.ts';
import type { ContainerProcess } from '../process.ts';
import type { RuntimeRecord } from '../runtime-record.ts';

/** A runtime's record, or a process without one, that has found its pod. */
export type Incarnation = {
	id: string;
	role: 'sandbox' | 'container' | 'unknown';
	podUid: string;
	podName?: string;
	kubeNamespace?: string;
	containerName?: string;
	attempt?: number;
	sandboxId?: string;
	evidence: Evidence;
	createdAt?: number;
	/** Absent when no runtime lists it. */
	record?: RuntimeRecord;
	/** Present while its first process lives (and /proc is readable). */
	process?: ContainerProcess;
};

/** From a record whose pod is known by what the runtime says of it. */
export function createIncarnation(
	record: RuntimeRecord,
	identity: RuntimeIdentity,
	process: ContainerProcess | undefined,
): Incarnation {
	return { ...identity, id: record.id, createdAt: record.createdAt, record, process };
}
