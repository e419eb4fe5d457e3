import { textWidth, truncate } from '../../format/width.ts';
import type { Segment, Tone } from '../columns/column.ts';

/** One line of the screen, ready to draw: its text is escaped and not wider than the terminal. */
export type Line = { segments: readonly Segment[]; selected?: boolean };

export const emptyLine: Line = { segments: [] };

/** A line of one tone. */
export function textLine(text: string, tone?: Tone): Line {
	return { segments: [{ text, tone }] };
}

/** How many columns segments take. */
export function segmentsWidth(segments: readonly Segment[]): number {
	return segments.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** The segments, cut where they would pass `width`. */
export function cutSegments(segments: readonly Segment[], width: number, ellipsis: string): Segment[] {
	const cut: Segment[] = [];
	let left = width;
	const total = segmentsWidth(segments);
	for (const segment of segments) {
		const isLast = total > width && textWidth(segment.text) >= left;
		// what follows is lost too, so the sign for that must appear even where this piece would just fit
		const text = isLast ? truncate(`${segment.text} `, left, { ellipsis }) : segment.text;
		if (text) cut.push({ ...segment, text });
		left -= textWidth(text);
		if (isLast || left <= 0) break;
	}
	return cut;
}

/** A line cut to the terminal, with `right` at its right edge where both fit. */
export function spreadLine(
	left: readonly Segment[],
	right: readonly Segment[],
	width: number,
	ellipsis: string,
	fill = ' ',
): Line {
	const gap = width - segmentsWidth(left) - segmentsWidth(right);
	if (gap < 1) return { segments: cutSegments(left, width, ellipsis) };
	return { segments: [...left, { text: fill.repeat(gap), tone: fill === ' ' ? undefined : 'dim' }, ...right] };
}

/** The line in one tone, except that it fills the width: for the selected row. */
export function selectLine({ segments }: Line, width: number, marker: string): Line {
	const rest = Math.max(0, width - segmentsWidth(segments));
	const padded = [...segments, { text: ' '.repeat(rest) }];
	return { segments: marker ? replaceFirst(padded, marker) : padded, selected: true };
}

function replaceFirst(segments: readonly Segment[], marker: string): Segment[] {
	const [first, ...others] = segments;
	return first ? [{ ...first, text: marker + first.text.slice(1) }, ...others] : [];
}
