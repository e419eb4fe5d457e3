import type { InsideProcesses, PidNamespaceTree, TreeProcess } from '../../core/inside/inside-processes.ts';
import { escapeText } from '../../format/escape.ts';
import { wrapWords } from '../../format/wrap.ts';
import type { Segment } from '../columns/column.ts';
import { fitColumns, type Place } from '../columns/fit-columns.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { processColumns } from '../columns/process-columns.ts';
import { memoizeLast } from '../state/memoize-last.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type CellStyle, drawCells, drawTitles, measureColumns } from './cells.ts';
import { insideOf, paneLine, selectInSight, selectMissing, selectProblems } from './inside-lines.ts';
import { emptyLine, type Line } from './line.ts';
import { formatZombies } from './zombie-text.ts';

const day = 24 * 3_600_000;

/** Whose processes these are, and how many. */
export function selectProcessTitle(model: ScreenModel): string {
	const { pod } = model;
	if (!pod) return '';
	const name = `${pod.kubeNamespace}/${pod.name}`;
	const processes = insideOf(model)?.processes;
	if (!processes) return name;
	const count = processes.namespaces.reduce((sum, tree) => sum + tree.processes.length, processes.omitted);
	const dead = processes.namespaces.reduce((sum, { zombies }) => sum + (zombies?.pids.length ?? 0), 0);
	const zombies = dead === 0 ? [] : [`${dead} ${dead === 1 ? 'zombie' : 'zombies'}`];
	return [name, `${count} ${count === 1 ? 'process' : 'processes'}`, ...zombies].join(', ');
}

export function countProcessLines(model: ScreenModel): number {
	const processes = insideOf(model)?.processes;
	if (!processes) return 1;
	return 1 + selectProblems(model, about).length + listItems(processes, model.layout.columns).length;
}

/** One tree for each pid namespace of the selected pod, below the titles of the columns. */
export function selectProcessLines(model: ScreenModel): Line[] {
	const { layout, options, screen, node } = model;
	const processes = insideOf(model)?.processes;
	if (!processes) return selectMissing(model, about);
	const glyphs = glyphsOf(options);
	const gap = layout.columns < 60 ? 1 : 2;
	const context = { now: node.now, ascii: options.ascii };
	const style: CellStyle = { context, gap, ellipsis: glyphs.ellipsis, stale: new Set() };
	const places = placeProcesses(processes, layout.columns, gap, options.ascii, Math.ceil(node.now / day));
	const draw = (item: Item): Line => {
		if (item === 'space') return emptyLine;
		if ('depth' in item) return paneLine([{ text: indent }, ...drawCells(item, places, style)], model);
		if ('note' in item) return paneLine([{ text: ` ${item.note}`, tone: 'warn' }], model);
		return paneLine(describeNamespace(item), model);
	};
	const body = [...selectProblems(model, about), ...listItems(processes, layout.columns)];
	return [
		paneLine([{ text: indent }, ...drawTitles(places, gap, glyphs.ellipsis)], model),
		...selectInSight(body, screen.paneScroll, layout.pane - 1).map((item) =>
			typeof item === 'object' && 'segments' in item ? item : draw(item),
		),
	];
}

const about = ['processes'] as const;
const indent = '   ';

/** A namespace's head, a process, a remark about what stands above it, or the space between two namespaces. */
type Item = PidNamespaceTree | TreeProcess | { note: string } | 'space';

const listItems = memoizeLast(({ namespaces, omitted }: InsideProcesses, columns: number): readonly Item[] => [
	...namespaces.flatMap((tree, index): Item[] => [
		...(index === 0 ? [] : ['space' as const]),
		tree,
		...(tree.zombies ? wrapWords(formatZombies(tree.zombies), columns - 2).map((note) => ({ note })) : []),
		...tree.processes,
	]),
	...(omitted > 0 ? ['space' as const, { note: `${omitted} more processes are not shown` }] : []),
]);

/** Laid anew only for a new reading, not as ages grow. */
const placeProcesses = memoizeLast(
	(
		{ namespaces }: InsideProcesses,
		columns: number,
		gap: number,
		ascii: boolean,
		today: number,
	): readonly Place<TreeProcess>[] => {
		const rows = namespaces.flatMap(({ processes }) => processes);
		const measured = measureColumns(processColumns, rows, { now: today * day, ascii });
		return fitColumns(measured, columns - indent.length, { gap, wide: false });
	},
);

/** `pid 4026532258, shared: PID 1 is /pause (pid 21808)`. */
function describeNamespace(tree: PidNamespaceTree): Segment[] {
	const { inode, first } = tree;
	const name = inode === undefined ? 'pid namespace (not readable)' : `pid ${inode}`;
	const init = first ? `: PID 1 is ${escapeText(first.name)} (pid ${first.pid})` : '';
	return [{ text: ` ${name}`, tone: 'strong' }, { text: `${describeKind(tree)}${init}` }];
}

function describeKind({ kind, processes }: PidNamespaceTree): string {
	const all = [...new Set(processes.flatMap(({ container }) => container ?? []))].map(escapeText);
	// that the pause is in a namespace that its pod shares says itself
	const names = kind === 'shared' ? all.filter((name) => name !== 'pause') : all;
	const [container] = names;
	switch (kind) {
		case 'shared':
			return ` shared by ${names.join(', ')}`;
		case 'host':
			return ", the node's: only the pod's processes are shown";
		case 'container':
			return ` of ${container ?? '?'}`;
		case 'unknown':
			return container === undefined ? ', of no known container' : ` of ${container}`;
	}
}
