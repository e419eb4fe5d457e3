import type { NodeState } from '../node-state.ts';
import type { ContainerProcess } from '../process.ts';
import { isAlive, type RuntimeRecord } from '../runtime-record.ts';
import { runtimeUid } from '../runtime-uid.ts';
import type { ApiIndex } from './api-index.ts';
import { identityOf } from './identity-of.ts';
import { createIncarnation, type Incarnation } from './incarnation.ts';

/** Everything that runs or ran on the node: by pod, and the rest. */
export type Matches = {
	/** By runtime UID. */
	byPod: ReadonlyMap<string, readonly Incarnation[]>;
	unmatched: readonly (RuntimeRecord | ContainerProcess)[];
};

/** Finds the pod of every record and of every process that no runtime lists. Nothing is dropped. */
export function matchIncarnations(state: NodeState, api: ApiIndex): Matches {
	const byPod = new Map<string, Incarnation[]>();
	const unmatched: (RuntimeRecord | ContainerProcess)[] = [];
	const listed = new Set<string>();
	const add = (entry: RuntimeRecord | ContainerProcess, process: ContainerProcess | undefined) => {
		const found = matchEntry(entry, process, api);
		if (!found) unmatched.push(entry);
		else if (!byPod.get(found.podUid)?.push(found)) byPod.set(found.podUid, [found]);
	};
	for (const records of state.records.values()) {
		for (const record of records.values()) {
			// the same container seen through two runtimes is one container
			if (listed.has(record.id)) continue;
			listed.add(record.id);
			add(record, state.processes?.get(record.id));
		}
	}
	for (const process of state.processes?.values() ?? []) {
		if (!listed.has(process.containerId)) add(process, process);
	}
	return { byPod, unmatched };
}

/** Finds the pod of a record, or of a process that no runtime lists. `process` is the one with the record's id. */
export function matchEntry(
	entry: RuntimeRecord | ContainerProcess,
	process: ContainerProcess | undefined,
	api: Pick<ApiIndex, 'mentionOf'>,
): Incarnation | undefined {
	return 'containerId' in entry ? matchProcess(entry, api) : matchRecord(entry, process, api);
}

function matchRecord(
	record: RuntimeRecord,
	process: ContainerProcess | undefined,
	api: Pick<ApiIndex, 'mentionOf'>,
): Incarnation | undefined {
	// a dead record's id can linger in a scan that is a moment older
	const living = isAlive(record.state) || record.state === 'unknown' ? process : undefined;
	const identity = identityOf(record);
	if (identity) return createIncarnation(record, identity, living);
	const found = matchById(record.id, process, api);
	return found && { ...found, createdAt: record.createdAt, record, process: living };
}

function matchProcess(process: ContainerProcess, api: Pick<ApiIndex, 'mentionOf'>): Incarnation | undefined {
	const found = matchById(process.containerId, process, api);
	return found && { ...found, createdAt: process.startedAt, process };
}

/** By what the API says of this id, or by the pod's UID in the cgroup path. */
function matchById(
	id: string,
	process: ContainerProcess | undefined,
	api: Pick<ApiIndex, 'mentionOf'>,
): Incarnation | undefined {
	const mention = api.mentionOf(id);
	if (mention) {
		return {
			id,
			role: 'container',
			podUid: runtimeUid(mention.pod),
			containerName: mention.status.name,
			attempt: mention.isCurrent ? mention.status.restartCount : undefined,
			evidence: 'container-id',
		};
	}
	if (!process?.podUid) return undefined;
	// the API never names a pause, and every pause image calls its only program so
	const role = process.command === 'pause' ? 'sandbox' : 'unknown';
	return { id, role, podUid: process.podUid, evidence: 'cgroup' };
}
