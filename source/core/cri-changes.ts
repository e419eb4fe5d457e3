import type { CriEvent } from './cri-event.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/** A change that two looks at a record show. `at` is the runtime's own time where it has one. */
export type CriChange = Omit<CriEvent, 'nanoseconds'> & {
	/** Milliseconds that `at` may be off, where nothing but the looks tell when it was. */
	resolution?: number;
};

/**
 * What has happened between two looks, from the records alone: this is all there is where a runtime has no events, and
 * fills the gap after a lost stream. `now` is the time of the second look, `since` of the first, both milliseconds.
 */
export function selectCriChanges(
	before: RuntimeRecord | undefined,
	after: RuntimeRecord,
	{ now, since }: { now: number; since: number },
): CriChange[] {
	const changes: CriChange[] = [];
	const noticed = { at: now, resolution: Math.max(0, now - since) };
	if (!before) changes.push({ type: 'create', id: after.id, ...(exact(after.createdAt) ?? noticed) });
	if (!hasStarted(before) && hasStarted(after)) {
		const started = after.metadata?.role === 'container' ? (exact(after.startedAt) ?? noticed) : undefined;
		// one that failed to start has ended without having started
		if (started && !(hasEnded(after) && after.startedAt === undefined)) {
			changes.push({ type: 'start', id: after.id, ...started });
		}
	}
	if (!hasEnded(before) && hasEnded(after)) {
		const exitCode = after.exitCode;
		changes.push({ type: 'exit', id: after.id, ...(exact(after.finishedAt) ?? noticed), exitCode });
	}
	return changes;
}

/** A record that is no longer listed. */
export function selectCriRemoval(id: string, { now, since }: { now: number; since: number }): CriChange {
	return { type: 'delete', id, at: now, resolution: Math.max(0, now - since) };
}

function exact(at: number | undefined): { at: number } | undefined {
	return at === undefined ? undefined : { at };
}

function hasStarted(record: RuntimeRecord | undefined): boolean {
	return record !== undefined && record.state !== 'created' && record.state !== 'unknown';
}

function hasEnded(record: RuntimeRecord | undefined): boolean {
	return record?.state === 'exited' || record?.state === 'notready';
}
