import type { ProcessReference } from '../core/inside/inside-process.ts';
import type { InsideProcesses, PidNamespaceTree } from '../core/inside/inside-processes.ts';
import { escapeText } from '../format/escape.ts';
import { cutLine, layOutTables } from './columns-layout.ts';
import { processColumns } from './process-columns.ts';

export type ProcessTextOptions = {
	/** When it was read, milliseconds since the epoch. */
	now: number;
	wide: boolean;
	/** Of the terminal; absent for a pipe: nothing is cut then. */
	width?: number;
};

/** Pids of zombies that are named. */
const namedPids = 10;

/** Parents of zombies that are named, the worst first. */
const namedParents = 5;

/** What `pausetop ps` prints: for each pid namespace who it belongs to, its processes as a tree, and its zombies. */
export function formatProcesses({ namespaces, omitted }: InsideProcesses, options: ProcessTextOptions): string {
	const { now, wide, width } = options;
	const columns = processColumns.filter((column) => wide || !column.wide);
	const tables = layOutTables(
		columns,
		namespaces.map(({ processes }) =>
			processes.map((process) => columns.map((column) => escapeText(column.read(process, now)))),
		),
		wide ? undefined : width,
	);
	const cut = (line: string) => cutLine(line, wide ? undefined : width);
	const blocks = namespaces.map((tree, index) => [
		cut(describeNamespace(tree)),
		...(tables[index] ?? []),
		...describeZombies(tree).map(cut),
	]);
	if (omitted > 0) blocks.push([`${omitted} more processes are not shown`]);
	return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

function describeNamespace({ inode, kind, first, processes }: PidNamespaceTree): string {
	const name = inode === undefined ? 'pid namespace (not readable)' : `pid namespace ${inode}`;
	const init = first ? `: PID 1 is ${escapeText(first.name)} (pid ${first.pid})` : '';
	return `${name}${describeKind(kind, processes)}${init}`;
}

function describeKind(kind: PidNamespaceTree['kind'], processes: PidNamespaceTree['processes']): string {
	const container = processes.find((process) => process.container !== undefined)?.container;
	switch (kind) {
		case 'shared':
			return ', shared';
		case 'host':
			return ", the node's: only the pod's processes are shown";
		case 'container':
			return ` of ${escapeText(container ?? '?')}`;
		case 'unknown':
			return container === undefined ? ', of no known container' : ` of ${escapeText(container)}`;
	}
}

/** How many, who has not waited for them, and who will have to. */
function describeZombies({ zombies }: PidNamespaceTree): string[] {
	if (!zombies) return [];
	const { pids, parents, reaper } = zombies;
	const rest = pids.length > namedPids ? ` and ${pids.length - namedPids} more` : '';
	const which = `${pids.slice(0, namedPids).join(', ')}${rest}`;
	const blamed = parents.slice(0, namedParents).map(({ parent, count }) => {
		const init = parent.pid === reaper?.pid ? ', PID 1 here,' : '';
		return `  ${name(parent)}${init} has not waited for ${describeCount(count, pids.length)}`;
	});
	const heir = reaper && parents.every(({ parent }) => parent.pid !== reaper.pid);
	return [
		pids.length === 1 ? `1 zombie (pid ${which})` : `${pids.length} zombies (pids ${which})`,
		...(parents.length === 0 ? ['  no parent of theirs is known'] : blamed),
		...(parents.length > namedParents ? [`  and ${parents.length - namedParents} more have not waited`] : []),
		...(heir ? [`  ${name(reaper)}, PID 1 here, has to once their parent has ended`] : []),
	];
}

function describeCount(count: number, all: number): string {
	if (count < all) return `${count} of them`;
	return all === 1 ? 'it' : 'them';
}

function name({ pid, container, command }: ProcessReference): string {
	const where = container === undefined ? '' : ` of ${escapeText(container)}`;
	return `${escapeText(command)}${where} (pid ${pid})`;
}
