import type { InsideProcess, ProcessReference } from './inside-process.ts';
import type { PidNamespaceTree, TreeProcess, Zombies } from './inside-processes.ts';
import type { InsideContainer } from './inside-request.ts';

/** What the trees depend on besides the processes. */
export type TreeContext = {
	containers: readonly InsideContainer[];
	/** Inode of the node's pid namespace, where known. */
	hostPidNamespace?: number;
	/** A process outside the pod, to name a parent or the machine's init: `undefined` when it is gone. */
	findOutside(pid: number): ProcessReference | undefined;
};

/** One tree for each pid namespace. Any set of processes gives trees, also one with cycles or without parents. */
export function buildProcessTrees(processes: readonly InsideProcess[], context: TreeContext): PidNamespaceTree[] {
	const groups = new Map<string, InsideProcess[]>();
	for (const process of processes) {
		const key = process.pidNamespace === undefined ? `of ${process.containerId}` : String(process.pidNamespace);
		appendTo(groups, key, process);
	}
	const trees = [...groups.values()].map((group) => buildTree(group, context));
	const rank = ({ kind }: PidNamespaceTree) => (kind === 'shared' ? 0 : 1);
	return trees
		.map((tree) => ({ tree, oldest: tree.processes.toSorted(compareAge)[0] }))
		.sort((a, b) => rank(a.tree) - rank(b.tree) || compareAge(a.oldest, b.oldest))
		.map(({ tree }) => tree);
}

function buildTree(group: readonly InsideProcess[], context: TreeContext): PidNamespaceTree {
	const inode = group[0]?.pidNamespace;
	const kind = classify(group, inode, context);
	const first = kind === 'host' ? undefined : group.find(({ innerPid }) => innerPid === 1);
	const zombies = findZombies(group, first ?? (kind === 'host' ? context.findOutside(1) : undefined), context);
	return {
		...(inode !== undefined && { inode }),
		kind,
		...(first && { first: { ...refer(first), name: nameFirst(first, context) } }),
		processes: orderAsTree(group),
		...(zombies && { zombies }),
	};
}

function classify(
	group: readonly InsideProcess[],
	inode: number | undefined,
	{ hostPidNamespace }: TreeContext,
): PidNamespaceTree['kind'] {
	if (inode === undefined) return 'unknown';
	if (inode === hostPidNamespace) return 'host';
	const ids = new Set(group.flatMap(({ container, containerId }) => (container === undefined ? [] : [containerId])));
	if (ids.size > 1) return 'shared';
	return ids.size === 1 ? 'container' : 'unknown';
}

function nameFirst({ containerId, commandLine }: InsideProcess, { containers }: TreeContext): string {
	const isPause = containers.some(({ id, role }) => role === 'sandbox' && id === containerId);
	return isPause ? '/pause' : commandLine;
}

/** The process in few words. */
export function refer({ pid, innerPid, container, command }: InsideProcess): ProcessReference {
	return {
		pid,
		...(innerPid !== undefined && { innerPid }),
		...(container !== undefined && { container }),
		command,
	};
}

function findZombies(
	group: readonly InsideProcess[],
	reaper: InsideProcess | ProcessReference | undefined,
	{ findOutside }: TreeContext,
): Zombies | undefined {
	const dead = group.filter(({ zombie }) => zombie);
	if (dead.length === 0) return undefined;
	const byPid = new Map(group.map((process) => [process.pid, process]));
	const counts = new Map<number, number>();
	for (const { parentPid } of dead) counts.set(parentPid, (counts.get(parentPid) ?? 0) + 1);
	const parents = [...counts].flatMap(([pid, count]) => {
		const inside = byPid.get(pid);
		const parent = inside ? refer(inside) : findOutside(pid);
		return parent ? [{ parent, count }] : [];
	});
	return {
		pids: dead.map(({ pid }) => pid),
		parents: parents.sort((a, b) => b.count - a.count || a.parent.pid - b.parent.pid),
		...(reaper && { reaper: 'state' in reaper ? refer(reaper) : reaper }),
	};
}

function orderAsTree(group: readonly InsideProcess[]): TreeProcess[] {
	const members = new Set(group.map(({ pid }) => pid));
	const children = new Map<number, InsideProcess[]>();
	const roots: InsideProcess[] = [];
	for (const process of group.toSorted(compareAge)) {
		const isRoot = !members.has(process.parentPid) || process.parentPid === process.pid;
		if (isRoot) roots.push(process);
		else appendTo(children, process.parentPid, process);
	}
	const ordered: TreeProcess[] = [];
	const placed = new Set<number>();
	// a stack of its own: a chain of forks can be deeper than JavaScript's
	const place = (root: InsideProcess) => {
		const stack = [{ process: root, depth: 0 }];
		for (let next = stack.pop(); next; next = stack.pop()) {
			const { process, depth } = next;
			if (placed.has(process.pid)) continue;
			placed.add(process.pid);
			ordered.push({ ...process, depth });
			for (const child of (children.get(process.pid) ?? []).toReversed()) {
				stack.push({ process: child, depth: depth + 1 });
			}
		}
	};
	for (const root of roots) place(root);
	// pids given out again while they were read can make a ring: nothing is dropped for that
	for (const process of group) if (!placed.has(process.pid)) place(process);
	return ordered;
}

type Aged = { pid: number; startTicks: number };

/** The oldest first. A pid alone does not tell: the numbers begin again. */
function compareAge(a: Aged | undefined, b: Aged | undefined): number {
	return (a?.startTicks ?? 0) - (b?.startTicks ?? 0) || (a?.pid ?? 0) - (b?.pid ?? 0);
}

function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}
