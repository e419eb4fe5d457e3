import { Text } from 'ink';
import { memo } from 'react';
import type { Segment } from '../columns/column.ts';
import { sgrProps } from '../sgr-props.ts';
import type { Theme } from '../theme.ts';
import type { Line } from '../views/line.ts';

type Props = { line: Line; theme: Theme };

/** One line of the screen in one Text. It is drawn again only when what it says has changed. */
export const LineText = memo(
	DrawnLine,
	(before, after) => before.theme === after.theme && isSameLine(before.line, after.line),
);

function DrawnLine({ line, theme }: Props) {
	if (line.selected) {
		// one tone across the line: colours on an inverse ground are hard to read
		return (
			<Text wrap="truncate" inverse>
				{line.segments.map(({ text }) => text).join('')}
			</Text>
		);
	}
	const parts = joinSegments(line.segments);
	return (
		<Text wrap="truncate">{parts.length === 0 ? ' ' : parts.map((part, index) => drawPart(part, index, theme))}</Text>
	);
}

function drawPart({ text, tone, sgr }: Segment, index: number, theme: Theme) {
	if (sgr !== undefined) {
		return (
			<Text key={index} {...sgrProps(sgr)}>
				{text}
			</Text>
		);
	}
	if (!tone || tone === 'plain') return text;
	return (
		<Text key={index} {...theme[tone]}>
			{text}
		</Text>
	);
}

/** Neighbours of one tone in one piece, blanks with whatever is before them: fewer nodes to lay out. */
function joinSegments(segments: readonly Segment[]): Segment[] {
	const joined: Segment[] = [];
	for (const segment of segments) {
		const last = joined.at(-1);
		const tone = segment.tone ?? 'plain';
		const isPlain = segment.sgr === undefined && last?.sgr === undefined;
		const isBlank = tone !== 'badge' && last?.tone !== 'badge' && segment.text.trim() === '';
		if (last && isPlain && (last.tone === tone || isBlank)) last.text += segment.text;
		else if (segment.text !== '') joined.push({ text: segment.text, tone, sgr: segment.sgr });
	}
	return joined;
}

function isSameLine(a: Line, b: Line): boolean {
	return (
		a.selected === b.selected &&
		a.segments.length === b.segments.length &&
		a.segments.every((segment, index) => {
			const other = b.segments[index];
			return segment.text === other?.text && segment.tone === other.tone && segment.sgr === other.sgr;
		})
	);
}
