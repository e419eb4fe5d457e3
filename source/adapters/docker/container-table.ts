import { normalizeDockerInspected, normalizeDockerListed } from '../../core/docker-container.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';

/** What is known of the containers in one connection. It settles which of two answers about the same one is newer. */
export type ContainerTable = {
	get(id: string): RuntimeRecord | undefined;
	records(): readonly RuntimeRecord[];
	/** To be called before a listing is asked for: what is inspected from now on is newer than that listing. */
	beginListing(): void;
	/**
	 * Takes a listing in; gives all records, and the ids of those that it does not tell enough about. Among them is each one
	 * that is only created, every time: no event and no listing tells that it failed to start (seen in 20.10).
	 */
	takeListing(wires: readonly unknown[]): { records: readonly RuntimeRecord[]; unexplained: readonly string[] };
	/** Takes an inspection in; undefined when the container has been destroyed meanwhile. */
	takeInspected(id: string, wire: unknown): RuntimeRecord | undefined;
	/** The daemon does not know it (yet, or any more). */
	forget(id: string): void;
	/** It was destroyed: an answer that still has it is older. */
	destroy(id: string): void;
};

/** An id is never used again, so this only has to outlast the answers that are under way. */
const rememberedDestroyed = 4_096;

export function createContainerTable(): ContainerTable {
	let known = new Map<string, RuntimeRecord>();
	/** Those of which an inspection is known that still holds. */
	let inspected = new Set<string>();
	const inspectedSinceListing = new Set<string>();
	const destroyed = new Set<string>();

	const forget = (id: string) => {
		known.delete(id);
		inspected.delete(id);
		inspectedSinceListing.delete(id);
	};
	const settle = (listed: RuntimeRecord): RuntimeRecord => {
		const before = known.get(listed.id);
		if (!before || !inspected.has(listed.id)) return listed;
		if (inspectedSinceListing.has(listed.id)) return before;
		return isSameRun(before, listed) ? { ...before, name: listed.name, image: listed.image } : listed;
	};

	return {
		get: (id) => known.get(id),
		records: () => [...known.values()],
		beginListing: () => inspectedSinceListing.clear(),
		takeListing(wires) {
			const next = new Map<string, RuntimeRecord>();
			const explained = new Set<string>();
			for (const listed of wires.map(normalizeDockerListed)) {
				if (listed.id === '' || destroyed.has(listed.id)) continue;
				const record = settle(listed);
				next.set(listed.id, record);
				if (record !== listed) explained.add(listed.id);
			}
			for (const id of inspectedSinceListing) {
				const record = known.get(id);
				if (!record) continue;
				// made after the listing was
				next.set(id, record);
				explained.add(id);
			}
			known = next;
			inspected = explained;
			const unexplained = [...next.values()].filter(({ id, state }) => state === 'created' || !explained.has(id));
			return { records: [...next.values()], unexplained: unexplained.map(({ id }) => id) };
		},
		takeInspected(id, wire) {
			if (destroyed.has(id)) return undefined;
			const record = normalizeDockerInspected(wire, known.get(id));
			known.set(id, record);
			inspected.add(id);
			inspectedSinceListing.add(id);
			return record;
		},
		forget,
		destroy(id) {
			forget(id);
			destroyed.add(id);
			for (const oldest of destroyed) {
				if (destroyed.size <= rememberedDestroyed) break;
				destroyed.delete(oldest);
			}
		},
	};
}

/** Whether the listing says nothing that contradicts the inspection. A new run is told by its events. */
function isSameRun(inspected: RuntimeRecord, listed: RuntimeRecord): boolean {
	return inspected.state === listed.state && (listed.exitCode === undefined || listed.exitCode === inspected.exitCode);
}
