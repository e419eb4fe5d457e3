import type { ProcessLink } from '../../core/inside/inside-process.ts';
import type { TreeProcess } from '../../core/inside/inside-processes.ts';
import { formatAge } from '../../format/age.ts';
import { formatBytes } from '../../format/quantity.ts';
import type { Cell, Column } from './column.ts';
import { glyphsOf } from './glyphs.ts';
import { reserveAge } from './reserve-age.ts';

type ProcessColumn = Column<TreeProcess>;

/** Deeper ones are no further to the right: a chain of forks must not push everything off the screen. */
const deepest = 12;

/** What of a command line is ever looked at when the columns are laid. */
const longestCommand = 400;

/** Who a process in no known container is. The same words as in `pausetop ps`. */
const links: Readonly<Record<ProcessLink, string>> = {
	'pod-cgroup': '(in the pod)',
	pid: '(in its pid ns)',
	net: '(in its net ns)',
	'pid+net': '(in its pid+net)',
};

const identityColumns: readonly ProcessColumn[] = [
	{
		id: 'pid',
		title: 'PID',
		align: 'right',
		priority: 0,
		absent: '?',
		source: 'proc',
		read: ({ pid }) => ({ text: String(pid) }),
	},
	{
		id: 'inner-pid',
		title: 'NSPID',
		align: 'right',
		priority: 2,
		absent: '?',
		source: 'proc',
		read: ({ innerPid }) => ({ text: String(innerPid ?? '?') }),
	},
	{
		id: 'container',
		title: 'CONTAINER',
		align: 'left',
		priority: 1,
		absent: '?',
		source: 'proc',
		minWidth: 9,
		comfort: 16,
		read: readContainer,
	},
	{
		id: 'user',
		title: 'USER',
		align: 'left',
		priority: 6,
		absent: '?',
		source: 'proc',
		minWidth: 8,
		read: ({ user, uid }) => ({ text: user ?? String(uid ?? '?') }),
	},
];

const stateColumns: readonly ProcessColumn[] = [
	{
		id: 'state',
		title: 'STAT',
		align: 'left',
		priority: 4,
		absent: '?',
		source: 'proc',
		read: ({ state, zombie }) => ({ text: state, tone: zombie || state === 'D' ? 'warn' : undefined }),
	},
	{
		id: 'age',
		title: 'AGE',
		align: 'right',
		priority: 7,
		absent: '?',
		source: 'proc',
		reserve: ({ startedAt }, { now }) => reserveAge(now - (startedAt ?? now)),
		read: ({ startedAt }, { now }) => (startedAt === undefined ? undefined : { text: formatAge(now - startedAt) }),
	},
	{
		id: 'cpu',
		title: '%CPU',
		align: 'right',
		priority: 3,
		absent: '-',
		source: 'proc',
		reserve: () => '100.0'.length,
		// cut, not rounded, as top does it
		read: ({ cpu: { percent } }) =>
			percent === undefined ? undefined : { text: (Math.trunc(percent * 10) / 10).toFixed(1) },
	},
	{
		id: 'rss',
		title: 'RSS',
		align: 'right',
		priority: 5,
		absent: '-',
		source: 'proc',
		reserve: () => '1023Mi'.length,
		read: ({ residentBytes }) => (residentBytes === undefined ? undefined : { text: formatBytes(residentBytes) }),
	},
	{
		id: 'command',
		title: 'COMMAND',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'proc',
		minWidth: 16,
		reserve: ({ depth, commandLine }) =>
			2 * Math.min(depth, deepest) + Math.min(longestCommand, commandLine.length + '[] <defunct>'.length),
		read: readCommand,
	},
];

/** One process of a pod a line. */
export const processColumns: readonly ProcessColumn[] = [...identityColumns, ...stateColumns];

function readContainer({ container, via }: TreeProcess): Cell {
	if (container !== undefined) return { text: container, tone: container === 'pause' ? 'accent' : undefined };
	return { text: via ? links[via] : '?', tone: 'warn' };
}

/** Below its parent, as `ps f` draws it; a zombie has only its short name left. */
function readCommand(process: TreeProcess, { ascii }: { ascii: boolean }): Cell {
	const { depth, zombie, command, commandLine, commandLineCut } = process;
	const { branch, ellipsis } = glyphsOf({ ascii });
	const before = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, deepest) - 1)}${branch.slice(0, 1)} `;
	if (zombie) return { text: `${before}[${command}] <defunct>`, tone: 'warn' };
	return { text: `${before}${commandLine}${commandLineCut ? ` ${ellipsis}` : ''}` };
}
