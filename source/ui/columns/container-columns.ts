import type { SandboxView } from '../../core/node-view.ts';
import { shortId } from '../../format/id.ts';
import type { Cell, Column, ColumnContext } from './column.ts';
import { type ContainerRow, incarnationOf, nameOf, runs } from './container-row.ts';
import { readContainerState, reserveContainerState } from './container-state.ts';
import { readUses } from './namespace-marks.ts';
import { selectStatusTone } from './status-tone.ts';

type ContainerColumn = Column<ContainerRow>;

const identityColumns: readonly ContainerColumn[] = [
	{
		id: 'container',
		title: 'CONTAINER',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'runtime',
		minWidth: 12,
		read: readName,
	},
	{
		id: 'container-id',
		title: 'ID',
		align: 'left',
		priority: 6,
		absent: '<none>',
		source: 'runtime',
		reserve: () => 12,
		read: (row) => {
			const { id } = incarnationOf(row);
			return id ? { text: shortId(id), tone: 'dim' } : undefined;
		},
	},
	{
		id: 'state',
		title: 'STATE',
		align: 'left',
		priority: 0,
		absent: '<unknown>',
		source: 'runtime',
		minWidth: 16,
		reserve: (row, { now }) => reserveContainerState(incarnationOf(row), now),
		read: (row, context) => readContainerState(incarnationOf(row), context.now),
	},
];

const processColumns: readonly ContainerColumn[] = [
	{
		id: 'pid',
		title: 'PID',
		align: 'left',
		priority: 4,
		absent: '<none>',
		source: 'proc',
		read: (row) => {
			const view = incarnationOf(row);
			const hasNone = 'pinned' in view && view.pinned;
			return runs(view) && !hasNone ? { text: `pid ${view.pid ?? '?'}` } : { text: '' };
		},
	},
	{
		id: 'attempt',
		title: 'ATTEMPT',
		align: 'left',
		priority: 1,
		absent: '<unknown>',
		source: 'runtime',
		reserve: () => 3,
		read: (row) => {
			const { attempt } = incarnationOf(row);
			return attempt === undefined ? undefined : { text: `#${attempt}` };
		},
	},
	{
		id: 'ports',
		title: 'PORTS',
		align: 'left',
		priority: 7,
		absent: '<none>',
		source: 'kube',
		minWidth: '(:8080)'.length,
		read: readPorts,
	},
	{
		id: 'uses',
		title: 'NAMESPACES',
		align: 'left',
		priority: 2,
		absent: '<unknown>',
		source: 'proc',
		read: readUses,
	},
	{
		id: 'note',
		title: 'NOTE',
		align: 'left',
		priority: 5,
		absent: '',
		source: 'kube',
		minWidth: 10,
		read: readNote,
	},
	{
		id: 'runtime',
		title: 'RUNTIME',
		align: 'left',
		priority: 8,
		absent: '<none>',
		source: 'runtime',
		// one name on all lines says nothing
		read: (row, { severalRuntimes }) => ({ text: (severalRuntimes && incarnationOf(row).runtime) || '', tone: 'dim' }),
	},
	{
		id: 'image',
		title: 'IMAGE',
		align: 'left',
		priority: 13,
		widePriority: 6.5,
		wide: true,
		absent: '<none>',
		source: 'runtime',
		minWidth: 16,
		read: (row) => {
			const { image } = incarnationOf(row);
			return image ? { text: formatImage(image), tone: 'dim' } : undefined;
		},
	},
];

/** The lines under an unfolded pod. */
export const containerColumns: readonly ContainerColumn[] = [...identityColumns, ...processColumns];

function readName(row: ContainerRow): Cell {
	const name = nameOf(row);
	if (row.role === 'pause') return { text: name, tone: 'accent' };
	const { kind } = row.container;
	if (kind === 'app' || kind === 'unknown') return { text: name };
	const suffix = ` (${kind})`;
	return { text: name + suffix, short: name, parts: [{ text: name }, { text: suffix, tone: 'dim' }] };
}

/** What was seen to listen; in parentheses what only the spec says. Where nobody has looked, that is all that is known. */
function readPorts(row: ContainerRow, { listening }: ColumnContext): Cell {
	const { id } = incarnationOf(row);
	const seen = (id !== undefined && listening?.get(id)) || [];
	const declared = (row.role === 'container' && row.container.ports) || [];
	const unseen = declared.filter((port) => !seen.some((other) => other.port === port)).map((port) => `(:${port})`);
	const open = seen.map(({ text }) => text).join(' ');
	const dim = unseen.join(' ');
	const gap = open !== '' && dim !== '' ? ' ' : '';
	return { text: `${open}${gap}${dim}`, parts: [{ text: open }, { text: gap + dim, tone: 'dim' }] };
}

/** What the API says about a container that is not simply running, and where it contradicts the runtime. */
function readNote(row: ContainerRow): Cell {
	if (row.role === 'pause') return readSandboxNote(row.pause);
	const { reason, apiSays, state } = row.container;
	const words = state === 'waiting' || state === 'terminated' ? [] : reason ? [reason] : [];
	if (apiSays) words.push(`api says ${apiSays}`);
	const text = words.join(', ');
	return { text, tone: apiSays ? 'warn' : selectStatusTone(text) };
}

/** What is unusual about a sandbox: no pause process, or a guest that the host cannot look into. */
function readSandboxNote({ pinned, runtimeHandler, isolated }: SandboxView): Cell {
	const words = [
		...(pinned ? ['infra: dropped (namespaces pinned)'] : []),
		...(isolated
			? [`isolated runtime (handler ${runtimeHandler})`]
			: runtimeHandler
				? [`handler ${runtimeHandler}`]
				: []),
	];
	return { text: words.join(', '), tone: isolated ? 'warn' : 'dim' };
}

/** dockershim passes app images by id: those are cut like any other id. */
function formatImage(image: string): string {
	return /^sha256:[0-9a-f]{64}$/.test(image) ? `sha256:${shortId(image)}` : image;
}
