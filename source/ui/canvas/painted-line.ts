import { applySgr, plainSgr, type SgrState } from '../../core/log/sgr.ts';
import type { Segment } from '../columns/column.ts';
import type { Theme } from '../theme.ts';
import type { Line } from '../views/line.ts';
import { formatSgrChange } from './sgr-change.ts';

/** A piece of a line in one style. */
export type Run = { text: string; style: SgrState };

/** A line as the terminal is to show it. */
export type PaintedLine = {
	runs: readonly Run[];
	/** The whole line as it is sent, from plain style to plain style. Two lines with the same one look the same. */
	text: string;
};

const inverse: SgrState = { attributes: [7] };

/** Gives a line its looks. Blanks at its end that nobody could see are left out. */
export function paintLine(line: Line, theme: Theme): PaintedLine {
	// one tone across a selected line: colours on an inverse ground are hard to read
	const runs = line.selected
		? [{ text: line.segments.map(({ text }) => text).join(''), style: inverse }]
		: trimEnd(joinSegments(line.segments, theme));
	return { runs, text: formatRuns(runs) };
}

/** The text of runs with what sets their styles, from plain style to plain style. */
export function formatRuns(runs: readonly Run[]): string {
	let style = plainSgr;
	let text = '';
	for (const run of runs) {
		text += formatSgrChange(style, run.style) + run.text;
		style = run.style;
	}
	return text + formatSgrChange(style, plainSgr);
}

/** Neighbours of one tone in one piece, blanks with whatever is before them: fewer bytes. */
function joinSegments(segments: readonly Segment[], theme: Theme): Run[] {
	const joined: (Run & { segment: Segment })[] = [];
	for (const segment of segments) {
		const last = joined.at(-1);
		const style = segment.sgr === undefined ? theme[segment.tone ?? 'plain'] : applySgr(plainSgr, segment.sgr);
		const isBlank = segment.sgr === undefined && segment.tone !== 'badge' && segment.text.trim() === '';
		const takesBlanks = last?.segment.sgr === undefined && last?.segment.tone !== 'badge';
		if (last && (last.style === style || (isBlank && takesBlanks))) last.text += segment.text;
		else if (segment.text !== '') joined.push({ text: segment.text, style, segment });
	}
	return joined;
}

function trimEnd(runs: readonly Run[]): readonly Run[] {
	const last = runs.at(-1);
	if (!last?.text.endsWith(' ') || showsBlanks(last.style)) return runs;
	const text = last.text.trimEnd();
	const others = runs.slice(0, -1);
	return text === '' ? trimEnd(others) : [...others, { ...last, text }];
}

function showsBlanks({ attributes, background }: SgrState): boolean {
	return background !== undefined || attributes.includes(7) || attributes.includes(4) || attributes.includes(9);
}
