import { fitColumns } from '../columns/fit-columns.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { type TimelineRow, timelineColumns } from '../columns/timeline-columns.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { findTimelineEnd } from '../state/select-timeline.ts';
import { type CellStyle, drawCells, measureColumns } from './cells.ts';
import { type Line, textLine } from './line.ts';

/** Whose events these are, whether the newest stays in sight, and how many are not there to be seen. */
export function selectTimelineTitle(model: ScreenModel): string {
	const { screen, pod, events, node, layout } = model;
	const whose = screen.wholeNode || !pod ? 'whole node' : `${pod.kubeNamespace}/${pod.name}`;
	const newer = events.length - findTimelineEnd(events, screen.timelineAnchor, layout.pane);
	const place = screen.timelineAnchor ? `held, ${newer} newer` : 'following';
	const { dropped } = node.timeline;
	return [whose, place, ...(dropped > 0 ? [`${dropped} older ones dropped`] : [])].join(', ');
}

export function countTimelineLines({ events }: ScreenModel): number {
	return events.length;
}

/** The events up to the last one in sight, newest last. */
export function selectTimelineLines(model: ScreenModel): Line[] {
	const { events, screen, layout, options, node, pod } = model;
	const namesPod = screen.wholeNode || !pod;
	if (events.length === 0)
		return [textLine(`   no events${namesPod ? '' : ' of this pod; a lists those of the whole node'}`, 'dim')];
	const end = findTimelineEnd(events, screen.timelineAnchor, layout.pane);
	const rows = events
		.slice(Math.max(0, end - layout.pane), end)
		.map((entry): TimelineRow => ({ entry, utc: options.utc ?? false, namesPod }));
	const context = { now: node.now, ascii: options.ascii };
	const gap = layout.columns < 60 ? 1 : 2;
	// an old event is as true as a new one: nothing here goes stale
	const style: CellStyle = { context, gap, ellipsis: glyphsOf(options).ellipsis, stale: new Set() };
	const measured = measureColumns(timelineColumns, rows, context);
	const places = fitColumns(measured, layout.columns - 3, { gap, wide: false });
	return rows.map((row) => ({ segments: [{ text: '   ' }, ...drawCells(row, places, style)] }));
}
