import type { ContainerUsage } from '../core/inside/container-usage.ts';
import { escapeText } from '../format/escape.ts';
import { formatMebibytes, formatMillicores } from '../format/quantity.ts';
import { type LayoutColumn, layOutTables } from './columns-layout.ts';

/** What one container uses, and whose it is. */
export type UsageRow = { kubeNamespace: string; pod: string; usage: ContainerUsage };

export type UsageTextOptions = {
	withNamespace: boolean;
	wide: boolean;
	/** Of the terminal; absent for a pipe: nothing is cut then. */
	width?: number;
};

type UsageColumn = LayoutColumn & {
	/** Only with `-o wide`. */
	wide?: true;
	read(row: UsageRow): string;
};

const unknown = '?';
const none = '-';

/** The first ones are those of `kubectl top pod --containers`. */
const columns: readonly UsageColumn[] = [
	{ title: 'NAMESPACE', least: 9, cut: 'middle', read: ({ kubeNamespace }) => kubeNamespace || unknown },
	{ title: 'POD', least: 12, cut: 'middle', read: ({ pod }) => pod },
	{ title: 'NAME', least: 8, cut: 'middle', read: ({ usage }) => usage.container },
	{
		title: 'CPU(cores)',
		read: ({ usage: { cpu } }) => (cpu?.percent === undefined ? unknown : formatMillicores(cpu.percent)),
	},
	{
		title: 'LIMIT',
		read: ({ usage: { cpu, cpuLimit } }) =>
			cpuLimit === undefined ? (cpu ? none : unknown) : formatMillicores(cpuLimit * 100),
	},
	{ title: 'THROTTLED', wide: true, read: ({ usage }) => formatThrottling(usage) },
	{
		title: 'MEMORY(bytes)',
		read: ({ usage: { memory } }) => (memory ? formatMebibytes(memory.workingSet) : unknown),
	},
	{
		title: 'LIMIT',
		read: ({ usage: { memory } }) =>
			memory ? (memory.limit === undefined ? none : formatMebibytes(memory.limit)) : unknown,
	},
	{ title: 'OOM', read: ({ usage: { oomKills } }) => (oomKills === undefined ? unknown : String(oomKills)) },
	{ title: 'PIDS', wide: true, read: ({ usage: { pids } }) => (pids ? String(pids.current) : unknown) },
	{
		title: 'LIMIT',
		wide: true,
		read: ({ usage: { pids } }) => (pids ? String(pids.limit ?? none) : unknown),
	},
];

/** What `pausetop top` prints: a line for each container. Empty without any. */
export function formatUsage(rows: readonly UsageRow[], options: UsageTextOptions): string {
	const { withNamespace, wide, width } = options;
	if (rows.length === 0) return '';
	const shown = columns.filter((column) => (wide || !column.wide) && (withNamespace || column.title !== 'NAMESPACE'));
	const cells = rows.map((row) => shown.map((column) => escapeText(column.read(row))));
	const [lines = []] = layOutTables(shown, [cells], wide ? undefined : width);
	return lines.map((line) => `${line}\n`).join('');
}

/** Of the scheduling periods in which the container wanted to run, so many percent. */
function formatThrottling({ throttling }: ContainerUsage): string {
	if (!throttling) return unknown;
	const { periods, throttledPeriods } = throttling;
	return periods === 0 ? '0%' : `${Math.round((throttledPeriods / periods) * 100)}%`;
}
