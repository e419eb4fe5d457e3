import type { ProcessLink } from '../core/inside/inside-process.ts';
import type { TreeProcess } from '../core/inside/inside-processes.ts';
import { formatAge } from '../format/age.ts';
import { formatBytes } from '../format/quantity.ts';
import { averageCpu } from './average-cpu.ts';
import type { LayoutColumn } from './columns-layout.ts';

/** A column of `pausetop ps`. */
export type ProcessColumn = LayoutColumn & {
	/** Only with `-o wide`. */
	wide?: true;
	/** The cell, unescaped. @param now when it was read, milliseconds since the epoch */
	read(process: TreeProcess, now: number): string;
};

/** Deeper ones are no further to the right: a chain of forks must not push everything off the screen. */
const deepest = 12;

/** What a cell holds that is not known, and one that there is nothing for. */
const unknown = '?';
const nothing = '-';

/** Who a process in no known container is. */
const links: Readonly<Record<ProcessLink, string>> = {
	'pod-cgroup': '(in the pod)',
	pid: '(in its pid ns)',
	net: '(in its net ns)',
	'pid+net': '(in its pid+net)',
};

/** The columns, in their order; the command is the last. */
export const processColumns: readonly ProcessColumn[] = [
	{ title: 'PID', align: 'right', read: ({ pid }) => String(pid) },
	{ title: 'PPID', align: 'right', wide: true, read: ({ parentPid }) => String(parentPid) },
	{ title: 'NSPID', align: 'right', read: ({ innerPid }) => String(innerPid ?? unknown) },
	{
		title: 'CONTAINER',
		least: 9,
		cut: 'middle',
		read: ({ container, via }) => container ?? (via ? links[via] : unknown),
	},
	{ title: 'USER', least: 8, read: ({ user, uid }) => user ?? String(uid ?? unknown) },
	{ title: 'STAT', read: ({ state }) => state },
	{
		title: 'START',
		wide: true,
		read: ({ startedAt }) => (startedAt === undefined ? unknown : `${new Date(startedAt).toISOString().slice(0, 19)}Z`),
	},
	{
		title: 'AGE',
		align: 'right',
		read: ({ startedAt }, now) => (startedAt === undefined ? unknown : formatAge(now - startedAt)),
	},
	{ title: 'THR', align: 'right', wide: true, read: ({ threads }) => String(threads) },
	{ title: 'TIME', align: 'right', wide: true, read: ({ cpu }) => formatCpuTime(cpu.total) },
	{ title: '%CPU', align: 'right', read: (process, now) => formatPercent(averageCpu(process, now)) },
	{ title: '%NOW', align: 'right', wide: true, read: ({ cpu }) => formatPercent(cpu.percent) },
	{
		title: 'RSS',
		align: 'right',
		read: ({ residentBytes }) => (residentBytes === undefined ? nothing : formatBytes(residentBytes)),
	},
	{ title: 'COMMAND', least: 16, read: (process) => indent(process.depth) + readCommand(process) },
];

function readCommand({ zombie, command, commandLine, commandLineCut }: TreeProcess): string {
	if (zombie) return `[${command}] <defunct>`;
	return commandLineCut ? `${commandLine} ...` : commandLine;
}

/** As `ps f` draws it. */
function indent(depth: number): string {
	return depth === 0 ? '' : `${'    '.repeat(Math.min(depth, deepest) - 1)} \\_ `;
}

/** As `ps` prints TIME: `00:01:23`, with days before it when there are any. */
function formatCpuTime(milliseconds: number): string {
	const seconds = Math.trunc(milliseconds / 1000);
	const two = (value: number) => String(value % 60).padStart(2, '0');
	const [days, hours] = [Math.trunc(seconds / 86_400), Math.trunc(seconds / 3600) % 24];
	const clock = [two(hours), two(Math.trunc(seconds / 60)), two(seconds)].join(':');
	return days === 0 ? clock : `${String(days).padStart(2, '0')}-${clock}`;
}

/** Cut, not rounded, as `ps` does it. */
function formatPercent(percent: number | undefined): string {
	return percent === undefined ? nothing : (Math.trunc(percent * 10) / 10).toFixed(1);
}
