import type { LinuxNamespaceKind, Sharing } from '../../core/linux-namespace.ts';
import type { Cell, ColumnContext, Segment, Tone } from './column.ts';
import { type ContainerRow, incarnationOf, runs } from './container-row.ts';
import { type Glyphs, glyphsOf } from './glyphs.ts';

/** The four kinds that tell what the containers of a pod have in common. */
const markedKinds: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'uts', 'pid'];

/** `net = ipc = uts ≠ pid =`: whose each namespace is, one sign each. Empty for what does not run. */
export function readUses(row: ContainerRow, context: Pick<ColumnContext, 'ascii'>): Cell {
	const glyphs = glyphsOf(context);
	if (!runs(incarnationOf(row)) || belongsToNoPod(row)) return { text: '' };
	const parts = markedKinds.flatMap((kind, index): Segment[] => {
		const sharing = sharingOf(row, kind);
		const mark = row.role === 'pause' && sharing === 'own' ? glyphs.pauseOwn : formatMark(sharing, glyphs);
		return [
			{ text: `${index === 0 ? '' : ' '}${kind} `, tone: 'dim' },
			{ text: mark, tone: markTone(sharing, kind) },
		];
	});
	return { text: parts.map(({ text }) => text).join(''), parts };
}

/** Sharing is a relation to the pod's pause: without a pod there is nothing to say. */
function belongsToNoPod(row: ContainerRow): boolean {
	return row.role === 'container' && row.container.linuxNamespaces === undefined;
}

function sharingOf(row: ContainerRow, kind: LinuxNamespaceKind): Sharing {
	if (row.role === 'pause') return row.pause.sharing?.[kind] ?? 'unknown';
	return row.container.linuxNamespaces?.[kind].sharing ?? 'unknown';
}

/** The sign for a sharing. */
export function formatMark(sharing: Sharing, glyphs: Glyphs): string {
	const marks: Record<Sharing, string> = {
		pause: glyphs.asPause,
		host: glyphs.host,
		own: glyphs.own,
		other: glyphs.other,
		unknown: glyphs.unknown,
	};
	return marks[sharing];
}

/** On nearly every node all containers have these from the host: nothing to look at. */
const usuallyHost: ReadonlySet<LinuxNamespaceKind> = new Set(['user', 'cgroup', 'time']);

/** Sharing with the pause is what pods are for; the host's network is remarkable; another's namespace is trouble. */
export function markTone(sharing: Sharing, kind: LinuxNamespaceKind): Tone {
	if (sharing === 'host' && usuallyHost.has(kind)) return 'dim';
	const tones: Record<Sharing, Tone> = { pause: 'accent', host: 'warn', own: 'plain', other: 'bad', unknown: 'dim' };
	return tones[sharing];
}
