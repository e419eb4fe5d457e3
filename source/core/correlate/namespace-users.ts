import { type LinuxNamespaceKind, type LinuxNamespaces, linuxNamespaceKinds } from '../linux-namespace.ts';
import type { ContainerProcess } from '../process.ts';

/**
 * Who is in which namespace, found without comparing all with all. The host's own are left out: everybody is in them, and nobody
 * asks.
 */
export type NamespaceUsers = {
	/** The longest-running first. */
	of(kind: LinuxNamespaceKind, inode: number): readonly ContainerProcess[];
	/**
	 * Puts a process in the place of another one. Returns the container ids of those for whom that changes who was in a namespace
	 * of theirs before them.
	 */
	replace(before: ContainerProcess | undefined, after: ContainerProcess | undefined): ReadonlySet<string>;
};

/** @param processes who is there at first */
export function createNamespaceUsers(
	host: LinuxNamespaces,
	processes: Iterable<ContainerProcess> = [],
): NamespaceUsers {
	const inOrder = [...processes].sort(compareStarts);
	const byKind = new Map<LinuxNamespaceKind, Map<number, readonly ContainerProcess[]>>(
		linuxNamespaceKinds.map((kind) => [kind, listUsers(kind, host, inOrder)]),
	);

	const change = (
		process: ContainerProcess,
		affected: Set<string>,
		edit: (list: readonly ContainerProcess[]) => readonly ContainerProcess[],
	) => {
		for (const kind of linuxNamespaceKinds) {
			const inode = process.linuxNamespaces[kind];
			const users = byKind.get(kind);
			if (!users || inode === undefined || inode === host[kind]) continue;
			const before = users.get(inode) ?? [];
			const after = edit(before);
			if (after.length > 0) users.set(inode, after);
			else users.delete(inode);
			// whoever came later asks for the first one only
			if (before[0] === after[0]) continue;
			for (const { containerId } of [...before, ...after]) affected.add(containerId);
		}
	};

	return {
		of: (kind, inode) => byKind.get(kind)?.get(inode) ?? [],
		replace(before, after) {
			const affected = new Set<string>();
			if (before) change(before, affected, (list) => list.filter((other) => other !== before));
			if (after) change(after, affected, (list) => insertByStart(list, after));
			return affected;
		},
	};
}

function listUsers(
	kind: LinuxNamespaceKind,
	host: LinuxNamespaces,
	inOrder: readonly ContainerProcess[],
): Map<number, readonly ContainerProcess[]> {
	const users = new Map<number, ContainerProcess[]>();
	for (const process of inOrder) {
		const inode = process.linuxNamespaces[kind];
		if (inode === undefined || inode === host[kind]) continue;
		const list = users.get(inode);
		if (list) list.push(process);
		else users.set(inode, [process]);
	}
	return users;
}

function insertByStart(list: readonly ContainerProcess[], process: ContainerProcess): readonly ContainerProcess[] {
	const index = list.findLastIndex((other) => compareStarts(other, process) <= 0) + 1;
	return list.toSpliced(index, 0, process);
}

function compareStarts(a: ContainerProcess, b: ContainerProcess): number {
	return a.startTicks - b.startTicks || (a.containerId < b.containerId ? -1 : a.containerId > b.containerId ? 1 : 0);
}
