import { escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import type { Segment } from '../columns/column.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { paneIds } from '../state/pane-id.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type Line, segmentsWidth, spreadLine, textLine } from './line.ts';
import { panes } from './panes.ts';

/** The rule between table and pane, where there is room for one, and the tabs. */
export function selectTabLines(model: ScreenModel): Line[] {
	const { layout, screen, options } = model;
	const glyphs = glyphsOf(options);
	const tabs = paneIds.flatMap((id): Segment[] => [
		{ text: id === paneIds[0] ? ' ' : '  ' },
		{ text: ` ${panes[id].title} `, tone: id === screen.pane ? 'badge' : 'dim' },
	]);
	// where there is no room for both, what the pane is about matters more
	const hint: Segment[] = layout.columns < 70 ? [] : [{ text: '[ ] to switch ', tone: 'dim' }];
	const room = layout.columns - segmentsWidth(tabs) - segmentsWidth(hint) - 3;
	const about = truncate(escapeText(panes[screen.pane].about(model)), Math.max(0, room), { ellipsis: glyphs.ellipsis });
	const line = spreadLine([...tabs, { text: `  ${about}` }], hint, layout.columns, glyphs.ellipsis);
	return layout.rule ? [textLine(glyphs.rule.repeat(layout.columns), 'dim'), line] : [line];
}
