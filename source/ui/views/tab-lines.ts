import { escapeText } from '../../format/escape.ts';
import { textWidth, truncate } from '../../format/width.ts';
import type { Segment } from '../columns/column.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { type PaneId, paneIds } from '../state/pane-id.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type Line, segmentsWidth, spreadLine, textLine } from './line.ts';
import { panes } from './panes.ts';

/** The rule between table and pane, where there is room for one, and the tabs. */
export function selectTabLines(model: ScreenModel): Line[] {
	const { layout, screen, options } = model;
	const glyphs = glyphsOf(options);
	const all = paneIds.flatMap((id): Segment[] => [
		{ text: id === paneIds[0] ? ' ' : '  ' },
		{ text: ` ${panes[id].title} `, tone: id === screen.pane ? 'badge' : 'dim' },
	]);
	const about = escapeText(panes[screen.pane].about(model));
	// where there is no room for all, what the pane is about matters more
	const hint: Segment[] = layout.columns < 70 ? [] : [{ text: '[ ] to switch ', tone: 'dim' }];
	const roomLeft = layout.columns - segmentsWidth(all) - segmentsWidth(hint) - gapBeforeAbout.length - 1;
	const tabs = roomLeft < Math.min(textWidth(about), enoughForAbout) ? onlyTab(screen.pane) : all;
	const room = layout.columns - segmentsWidth(tabs) - gapBeforeAbout.length - 1;
	const shownHint = textWidth(about) + segmentsWidth(hint) > room ? [] : hint;
	const shown = truncate(about, Math.max(0, room), { ellipsis: glyphs.ellipsis });
	const line = spreadLine([...tabs, { text: gapBeforeAbout + shown }], shownHint, layout.columns, glyphs.ellipsis);
	return layout.rule ? [textLine(glyphs.rule.repeat(layout.columns), 'dim'), line] : [line];
}

const gapBeforeAbout = '  ';
/** With so many columns for what the pane is about, all tabs may be shown. */
const enoughForAbout = 24;

/** The tab in front and its place among the others: ` Restarts  3/6`. */
function onlyTab(pane: PaneId): Segment[] {
	return [
		{ text: ' ' },
		{ text: ` ${panes[pane].title} `, tone: 'badge' },
		{ text: ` ${paneIds.indexOf(pane) + 1}/${paneIds.length}`, tone: 'dim' },
	];
}
