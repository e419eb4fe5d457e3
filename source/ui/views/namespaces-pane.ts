import type { PodView } from '../../core/node-view.ts';
import { escapeText } from '../../format/escape.ts';
import { incarnationOf, nameOf, runs, selectContainerRows } from '../columns/container-row.ts';
import { fitColumns } from '../columns/fit-columns.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { type NamespaceRow, namespaceColumns } from '../columns/namespace-columns.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { selectStaleSources } from '../state/select-notices.ts';
import { type CellStyle, drawCells, drawTitles, measureColumns } from './cells.ts';
import { cutSegments, type Line, textLine } from './line.ts';

/** The pod that the matrix is about. */
export function selectNamespaceTitle({ pod }: ScreenModel): string {
	return pod ? `${pod.kubeNamespace}/${pod.name}` : '';
}

/** Header, what runs, the host, and perhaps what does not run. */
export function countNamespaceLines({ pod, view }: ScreenModel): number {
	if (!pod) return 1;
	const notes = (selectIdle(pod) === '' ? 0 : 1) + (pod.sandboxes[0]?.isolated ? 1 : 0);
	return 1 + selectMatrix(pod, view.hostNamespaces).length + notes;
}

/** The matrix of the selected pod: whose each namespace of each of its processes is. */
export function selectNamespaceLines(model: ScreenModel): Line[] {
	const { pod, view, layout, options, screen, node } = model;
	const glyphs = glyphsOf(options);
	if (!pod) return [textLine(` ${model.selected ? 'it belongs to no pod: there is nothing to compare' : ''}`, 'dim')];
	const context = { now: node.now, ascii: options.ascii, wide: screen.wide };
	const style: CellStyle = { context, gap: 3, ellipsis: glyphs.ellipsis, stale: selectStaleSources(node) };
	const rows = selectMatrix(pod, view.hostNamespaces);
	const places = fitColumns(measureColumns(namespaceColumns, rows, context), layout.columns - 3, {
		gap: 3,
		wide: false,
	});
	const draw = (row: NamespaceRow): Line => ({ segments: [{ text: '   ' }, ...drawCells(row, places, style)] });
	const idle = selectIdle(pod);
	const body = rows.map(draw);
	const guest = pod.sandboxes[0]?.isolated ? pod.sandboxes[0].runtimeHandler : undefined;
	if (guest) {
		const text = `   handler ${escapeText(guest)} runs it in a guest: the host's inodes prove nothing about what is shared there`;
		body.push({ segments: cutSegments([{ text, tone: 'warn' }], layout.columns, glyphs.ellipsis) });
	}
	if (idle) {
		const note = cutSegments([{ text: `   ${idle}`, tone: 'dim' }], layout.columns, glyphs.ellipsis);
		body.push({ segments: note });
	}
	const first = Math.min(screen.paneScroll, Math.max(0, body.length + 1 - layout.pane));
	const titles = { segments: [{ text: '   ' }, ...drawTitles(places, 3, glyphs.ellipsis)] };
	return [titles, ...body.slice(first, first + layout.pane - 1)];
}

function selectMatrix(pod: PodView, inodes: ScreenModel['view']['hostNamespaces']): NamespaceRow[] {
	return [...selectContainerRows(pod).filter((row) => runs(incarnationOf(row))), { role: 'host', inodes }];
}

/** Of what nobody here can see, nobody can say that it does not run. */
function selectIdle(pod: PodView): string {
	const names = selectContainerRows(pod)
		.filter((row) => !runs(incarnationOf(row)) && incarnationOf(row).state !== 'unknown')
		.map((row) => escapeText(nameOf(row)));
	return names.length === 0 ? '' : `not running: ${names.join(', ')}`;
}
