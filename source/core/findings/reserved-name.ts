import type { NodeState } from '../node-state.ts';

/** What a runtime says when a name that it would give is taken already. */
export type ReservedName = {
	name: string;
	/** Full or short id of who has it, where the runtime says so. CRI-O names the one that it refused instead. */
	holder?: string;
};

/** In messages within messages the quotes are escaped. */
const quote = String.raw`\\*"`;
const id = '([0-9a-f]{12,64})';
const containerd = new RegExp(`name ${quote}([^"\\\\]+)${quote} is reserved for ${quote}${id}${quote}`);
const docker = new RegExp(`container name ${quote}/?([^"\\\\]+)${quote} is already in use by container ${quote}?${id}`);
const crio = /error reserving (?:pod|ctr) name (\S+) for id [0-9a-f]+: name is reserved/;

/** Reads containerd's `name "…" is reserved for "<id>"`, Docker's `Conflict. The container name "…" is already in use …` and CRI-O's. */
export function parseReservedName(message: string | undefined): ReservedName | undefined {
	const text = message ?? '';
	const [, name, holder] = containerd.exec(text) ?? docker.exec(text) ?? crio.exec(text) ?? [];
	if (name === undefined) return undefined;
	return { name, ...(holder !== undefined && { holder }) };
}

/** How the holder stands in the runtimes' listings; undefined when none has it. */
export function findHolder({ records }: NodeState, holder: string) {
	for (const byId of records.values()) {
		const exact = byId.get(holder);
		if (exact) return exact;
		if (holder.length === 64) continue;
		for (const record of byId.values()) if (record.id.startsWith(holder)) return record;
	}
	return undefined;
}
