import type { SimulatedProcess } from '../proc/kernel.ts';

/** Processes by something that they have in common, in the order in which they came. */
export type ProcessGroups<Key> = {
	add(process: SimulatedProcess): void;
	remove(process: SimulatedProcess): void;
	/** Empty when there are none. */
	get(key: Key): readonly SimulatedProcess[];
	keys(): Iterable<Key>;
};

export function createProcessGroups<Key>(keyOf: (process: SimulatedProcess) => Key): ProcessGroups<Key> {
	const groups = new Map<Key, Set<SimulatedProcess>>();
	return {
		add(process) {
			const group = groups.get(keyOf(process)) ?? new Set();
			groups.set(keyOf(process), group.add(process));
		},
		remove(process) {
			const group = groups.get(keyOf(process));
			group?.delete(process);
			if (group?.size === 0) groups.delete(keyOf(process));
		},
		get: (key) => [...(groups.get(key) ?? [])],
		keys: () => groups.keys(),
	};
}
