import type { LinuxNamespaceKind, LinuxNamespaces } from '../../core/linux-namespace.ts';
import type { ProcessRead } from './container-process.ts';

/** Each container's first process as it was last read, findable by the numbers of its namespaces. */
export type KnownProcesses = {
	get(containerId: string): ProcessRead | undefined;
	has(containerId: string): boolean;
	/** Puts what was read in the place of what was read before; undefined forgets the container. */
	set(containerId: string, read: ProcessRead | undefined): void;
	/**
	 * Ids of those of which a namespace has the number of one of this container's, itself among them. The host's numbers do not count,
	 * nor does the kind: a number changes kind when it is given out again.
	 */
	sharersOf(containerId: string): Iterable<string>;
};

/** Kinds whose number a process that died may have left to a new one: every container can have its own. */
const ownable: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'pid', 'uts', 'mnt'];

export function createKnownProcesses(
	host: LinuxNamespaces,
	processes: ReadonlyMap<string, ProcessRead>,
): KnownProcesses {
	const byId = new Map<string, ProcessRead>();
	const idsByNumber = new Map<number, string[]>();

	const numbersOf = (read: ProcessRead | undefined): ReadonlySet<number> => {
		const numbers = new Set<number>();
		for (const kind of ownable) {
			const inode = read?.process.linuxNamespaces[kind];
			if (inode !== undefined && inode !== host[kind]) numbers.add(inode);
		}
		return numbers;
	};
	const forget = (id: string, number: number) => {
		const ids = idsByNumber.get(number)?.filter((other) => other !== id) ?? [];
		if (ids.length > 0) idsByNumber.set(number, ids);
		else idsByNumber.delete(number);
	};
	const known: KnownProcesses = {
		get: (id) => byId.get(id),
		has: (id) => byId.has(id),
		set(id, read) {
			for (const number of numbersOf(byId.get(id))) forget(id, number);
			byId.delete(id);
			if (!read) return;
			byId.set(id, read);
			for (const number of numbersOf(read)) {
				const ids = idsByNumber.get(number);
				if (ids) ids.push(id);
				else idsByNumber.set(number, [id]);
			}
		},
		*sharersOf(id) {
			for (const number of numbersOf(byId.get(id))) yield* idsByNumber.get(number) ?? [];
		},
	};
	for (const [id, read] of processes) known.set(id, read);
	return known;
}
