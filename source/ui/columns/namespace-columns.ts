import { type LinuxNamespaceKind, type LinuxNamespaces, linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { NamespaceUse } from '../../core/node-view.ts';
import type { Cell, Column, ColumnContext } from './column.ts';
import { type ContainerRow, nameOf } from './container-row.ts';
import { markTone } from './namespace-marks.ts';

/** A line of the matrix: something that runs in the pod, or the host for comparison. */
export type NamespaceRow = ContainerRow | { role: 'host'; inodes: LinuxNamespaces };

/** The matrix: who has which namespace. The last kinds are the first to go when room is short. */
export const namespaceColumns: readonly Column<NamespaceRow>[] = [
	{
		id: 'who',
		title: '',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'runtime',
		minWidth: 8,
		read: (row) =>
			row.role === 'host'
				? { text: 'host', tone: 'dim' }
				: { text: nameOf(row), tone: row.role === 'pause' ? 'accent' : undefined },
	},
	...linuxNamespaceKinds.map(createKindColumn),
];

function createKindColumn(kind: LinuxNamespaceKind, index: number): Column<NamespaceRow> {
	return {
		id: kind,
		title: kind,
		align: 'left',
		priority: index + 1,
		absent: '<unknown>',
		source: 'proc',
		minWidth: 14,
		read: (row, context) => readKind(row, kind, context),
	};
}

function readKind(row: NamespaceRow, kind: LinuxNamespaceKind, context: ColumnContext): Cell | undefined {
	if (row.role === 'host') return formatInode(row.inodes[kind], 'dim');
	if (row.role === 'container') return formatUse(row.container.linuxNamespaces?.[kind], kind, context);
	const { linuxNamespaces, sharing } = row.pause;
	if (sharing?.[kind] === 'host') return { text: 'host', tone: markTone('host', kind) };
	return formatInode(linuxNamespaces?.[kind], 'plain');
}

function formatInode(inode: number | undefined, tone: 'dim' | 'plain'): Cell {
	return inode === undefined ? { text: '?', tone: 'dim' } : { text: String(inode), tone };
}

/** `= pause`, `own …2484`, `host`, `! nginx of web`, `?`. */
function formatUse(
	use: NamespaceUse | undefined,
	kind: LinuxNamespaceKind,
	{ ascii, wide }: ColumnContext,
): Cell | undefined {
	if (!use) return undefined;
	const tone = markTone(use.sharing, kind);
	switch (use.sharing) {
		case 'pause':
			return { text: '= pause', tone };
		case 'host':
			return { text: 'host', tone };
		case 'own':
			return { text: wide ? `own ${use.inode}` : `own ${ascii ? '..' : '…'}${String(use.inode).slice(-4)}`, tone };
		case 'other':
			return { text: `! ${use.of ?? use.inode}`, tone };
		case 'unknown':
			return { text: '?', tone };
	}
}
