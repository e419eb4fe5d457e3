import { escapeText } from '../../format/escape.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { formatSourceLabel } from '../columns/source-label.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { selectNotices } from '../state/select-notices.ts';
import { healthGlyph } from './header-line.ts';
import { cutSegments, type Line, textLine } from './line.ts';

/** One line for each source that is not well: what is the matter, and what to do. Help has it in full. */
export function selectNoticeLines({ node, layout, options }: ScreenModel): Line[] {
	const glyphs = glyphsOf(options);
	const notices = selectNotices(node);
	const lines = notices.map(({ name, status, tone }): Line => {
		const words = `${formatSourceLabel(name)} ${status.health}${status.detail ? `: ${status.detail}` : ''}`;
		const segments = [
			{ text: ` ${healthGlyph(status, glyphs)} ${escapeText(words)}`, tone },
			...(status.remedy ? [{ text: `  ${glyphs.arrow} ${escapeText(status.remedy)}` }] : []),
		];
		return { segments: cutSegments(segments, layout.columns, glyphs.ellipsis) };
	});
	if (lines.length <= layout.notices) return lines;
	const rest = lines.length - layout.notices;
	if (layout.notices < 2) return lines.slice(0, layout.notices);
	return [...lines.slice(0, layout.notices - 1), textLine(` and ${rest + 1} more: ? shows them`, 'warn')];
}
