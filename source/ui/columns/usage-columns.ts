import type { ContainerUsage } from '../../core/inside/container-usage.ts';
import type { PodView } from '../../core/node-view.ts';
import { formatMebibytes, formatMillicores } from '../../format/quantity.ts';
import type { Cell, Column, ColumnContext } from './column.ts';
import { type ContainerRow, incarnationOf, runs } from './container-row.ts';

/** Room for a figure that comes and goes, so that nothing moves with it: `1250m`, `1024Mi`. */
const [cpuWidth, memoryWidth] = [5, 6];

/** What the containers of a pod use together, without the pause: what `kubectl top pod` adds up. */
export const podUsageColumns: readonly Column<PodView>[] = [
	{
		id: 'cpu',
		title: 'CPU',
		align: 'right',
		priority: 1.5,
		absent: '<unknown>',
		source: 'proc',
		reserve: () => cpuWidth,
		read: (pod, context) => {
			const percents = usagesOf(pod, context).flatMap(({ cpu }) => cpu?.percent ?? []);
			return percents.length === 0 ? undefined : { text: formatMillicores(sum(percents)) };
		},
	},
	{
		id: 'memory',
		title: 'MEM',
		align: 'right',
		priority: 1.5,
		absent: '<unknown>',
		source: 'proc',
		reserve: (pod, context) => memoryWidth + formatOom(sumOom(usagesOf(pod, context))).length,
		read: (pod, context) => {
			const used = usagesOf(pod, context);
			const bytes = used.flatMap(({ memory }) => memory?.workingSet ?? []);
			return bytes.length === 0 ? undefined : withOom(formatMebibytes(sum(bytes)), sumOom(used));
		},
	},
];

/** What one container uses, beside its limits. These lines have no titles. */
export const containerUsageColumns: readonly Column<ContainerRow>[] = [
	{
		id: 'cpu',
		title: 'CPU',
		align: 'left',
		priority: 1.5,
		absent: '<unknown>',
		source: 'proc',
		reserve: (row, context) => reserveFigure('cpu ', cpuWidth, formatCpuLimit(usageOf(row, context))),
		read: (row, context) => {
			const used = usageOf(row, context);
			if (!used) return nothingOf(row);
			const now = used.cpu?.percent === undefined ? '-' : formatMillicores(used.cpu.percent);
			return describe('cpu ', now, formatCpuLimit(used));
		},
	},
	{
		id: 'memory',
		title: 'MEM',
		align: 'left',
		priority: 1.5,
		absent: '<unknown>',
		source: 'proc',
		reserve: (row, context) => {
			const used = usageOf(row, context);
			return reserveFigure('mem ', memoryWidth, formatMemoryLimit(used)) + formatOom(used?.oomKills).length;
		},
		read: (row, context) => {
			const used = usageOf(row, context);
			if (!used) return nothingOf(row);
			const now = used.memory ? formatMebibytes(used.memory.workingSet) : '-';
			return withOom(describe('mem ', now, formatMemoryLimit(used)).text, used.oomKills, isNearLimit(used));
		},
	},
];

function usagesOf(pod: PodView, { usage }: ColumnContext): ContainerUsage[] {
	return pod.containers.flatMap(({ id }) => (id !== undefined && usage?.get(id)) || []);
}

function usageOf(row: ContainerRow, { usage }: ColumnContext): ContainerUsage | undefined {
	const { id } = incarnationOf(row);
	return id === undefined ? undefined : usage?.get(id);
}

/** What has ended uses nothing; of what runs it is not known. */
function nothingOf(row: ContainerRow): Cell | undefined {
	return runs(incarnationOf(row)) ? undefined : { text: '' };
}

function describe(name: string, now: string, limit: string): Cell {
	return { text: `${name}${now}${limit}` };
}

function reserveFigure(name: string, width: number, limit: string): number {
	return name.length + width + limit.length;
}

function formatCpuLimit(used: ContainerUsage | undefined): string {
	return used?.cpuLimit === undefined ? '' : `/${formatMillicores(used.cpuLimit * 100)}`;
}

function formatMemoryLimit(used: ContainerUsage | undefined): string {
	return used?.memory?.limit === undefined ? '' : `/${formatMebibytes(used.memory.limit)}`;
}

/** From nine tenths of its limit on the kernel may soon kill in it. */
function isNearLimit({ memory }: ContainerUsage): boolean {
	return memory?.limit !== undefined && memory.workingSet > 0.9 * memory.limit;
}

/** The memory, and how often the kernel has killed for lack of it. */
function withOom(memory: string, kills: number | undefined, isNear = false): Cell {
	const text = `${memory}${formatOom(kills)}`;
	return { text, short: memory, tone: kills ? 'bad' : isNear ? 'warn' : undefined };
}

function formatOom(kills: number | undefined): string {
	return kills ? ` oom ${kills}` : '';
}

function sumOom(usages: readonly ContainerUsage[]): number {
	return sum(usages.map(({ oomKills = 0 }) => oomKills));
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
