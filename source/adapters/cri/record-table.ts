import {
	normalizeCriContainer,
	normalizeCriContainerStatus,
	normalizeCriSandbox,
	normalizeCriSandboxStatus,
} from '../../core/cri-record.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';

/** What is known of sandboxes and containers in one connection. It settles which of two answers about the same one is newer. */
export type RecordTable = {
	get(id: string): RuntimeRecord | undefined;
	records(): readonly RuntimeRecord[];
	/** To be called before a listing is asked for: what is read of single ones from now on is newer than that listing. */
	beginListing(): void;
	takeListing(listing: { sandboxes: readonly unknown[]; containers: readonly unknown[] }): ListingOutcome;
	/** Takes one item of a listing in, asked for by its id. */
	takeListed(role: Role, wire: unknown): RuntimeRecord | undefined;
	/** Takes a status in; undefined when it has been removed meanwhile. */
	takeStatus(id: string, wire: unknown): RuntimeRecord | undefined;
	/** The runtime does not list it (any more). True when it was known until now. */
	remove(id: string): boolean;
};

export type Role = 'sandbox' | 'container';

export type ListingOutcome = {
	records: readonly RuntimeRecord[];
	/** Those that the listing does not tell enough about. */
	unexplained: readonly string[];
	/** Those that are no longer listed. */
	gone: readonly string[];
	/** Whether anything is different from what was known. */
	changed: boolean;
};

/** An id is never used again, so this only has to outlast the answers that are under way. */
const rememberedRemoved = 4_096;

export function createRecordTable(runtime: string): RecordTable {
	let known = new Map<string, RuntimeRecord>();
	/** Those of which a status is known that still holds. */
	let explained = new Set<string>();
	const readSinceListing = new Set<string>();
	const removed = new Set<string>();

	const normalize = (role: Role, wire: unknown, sandboxes: ReadonlyMap<string, RuntimeRecord>) => {
		if (role === 'sandbox') return normalizeCriSandbox(wire, runtime);
		const listed = normalizeCriContainer(wire, runtime);
		const sandbox = sandboxes.get(listed.metadata?.sandboxId ?? '');
		return sandbox ? normalizeCriContainer(wire, runtime, sandbox.metadata) : listed;
	};
	const settle = (listed: RuntimeRecord): RuntimeRecord => {
		const before = known.get(listed.id);
		if (!before) return listed;
		return readSinceListing.has(listed.id) ? before : refresh(before, listed);
	};
	const put = (record: RuntimeRecord) => {
		known.set(record.id, record);
		readSinceListing.add(record.id);
		return record;
	};

	return {
		get: (id) => known.get(id),
		records: () => [...known.values()],
		beginListing: () => readSinceListing.clear(),
		takeListing({ sandboxes, containers }) {
			const next = new Map<string, RuntimeRecord>();
			for (const [role, wires] of [
				['sandbox', sandboxes],
				['container', containers],
			] as const) {
				for (const listed of wires.map((wire) => normalize(role, wire, next))) {
					if (listed.id !== '' && !removed.has(listed.id)) next.set(listed.id, settle(listed));
				}
			}
			// made after the listing was
			for (const id of readSinceListing) {
				const record = known.get(id);
				if (record) next.set(id, record);
			}
			const before = known;
			known = next;
			explained = new Set([...explained].filter((id) => next.has(id) && next.get(id) === before.get(id)));
			const gone = [...before.keys()].filter((id) => !next.has(id));
			const changed = gone.length > 0 || [...next].some(([id, record]) => before.get(id) !== record);
			return {
				records: [...next.values()],
				unexplained: [...next.keys()].filter((id) => !explained.has(id)),
				gone,
				changed,
			};
		},
		takeListed(role, wire) {
			const listed = normalize(role, wire, known);
			if (listed.id === '' || removed.has(listed.id)) return undefined;
			const before = known.get(listed.id);
			const record = before ? refresh(before, listed) : listed;
			if (record !== before) explained.delete(listed.id);
			return put(record);
		},
		takeStatus(id, wire) {
			const listed = known.get(id);
			if (!listed || removed.has(id)) return undefined;
			const isSandbox = listed.metadata?.role === 'sandbox';
			explained.add(id);
			return put(isSandbox ? normalizeCriSandboxStatus(wire, listed) : normalizeCriContainerStatus(wire, listed));
		},
		remove(id) {
			const wasKnown = known.delete(id);
			explained.delete(id);
			readSinceListing.delete(id);
			// what was never listed may only not be listed yet
			if (wasKnown) removed.add(id);
			for (const oldest of removed) {
				if (removed.size <= rememberedRemoved) break;
				removed.delete(oldest);
			}
			return wasKnown;
		},
	};
}

/** A container lives once, so what is known of it holds for as long as its state does, and most of it longer. */
function refresh(before: RuntimeRecord, listed: RuntimeRecord): RuntimeRecord {
	const { state, metadata } = listed;
	// a container can be listed before its sandbox has been read
	if (before.state === state && before.metadata?.podUid === metadata?.podUid) return before;
	return { ...before, state, metadata, pid: before.state === state ? before.pid : undefined };
}
