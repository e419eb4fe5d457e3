import { placeBar, placeMoment, type WaterfallRow } from '../../core/restart-story/waterfall.ts';
import type { Segment, Tone } from './column.ts';

type BarSigns = {
	lead: string;
	moment: string;
	open: string;
	full: string;
	rightHalf: string;
	eighths: readonly string[];
};

/** Left blocks of one eighth to seven eighths of a cell. */
const eighths = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const unicode: BarSigns = { lead: '─', moment: '●', open: '░', full: '█', rightHalf: '▐', eighths };
const ascii: BarSigns = { lead: '-', moment: '#', open: '.', full: '=', rightHalf: '=', eighths: Array(7).fill('=') };

/**
 * A step's place in time, drawn: a thin line from what came before it and a sign for a moment, a solid bar for what took time,
 * a shaded one for what still goes on. Nothing for a step that has no place.
 */
export function drawBar(
	{ shape, from, to, open }: WaterfallRow,
	scale: number,
	cells: number,
	{ ascii: isAscii, tone }: { ascii: boolean; tone: Tone },
): Segment[] {
	const signs = isAscii ? ascii : unicode;
	if (from === undefined || to === undefined) return [];
	if (shape === 'moment') {
		const [start, end] = [placeMoment(from, scale, cells), placeMoment(to, scale, cells)];
		const lead = `${' '.repeat(start)}${signs.lead.repeat(end - start)}`;
		return [
			{ text: lead, tone: 'dim' },
			{ text: signs.moment, tone },
		];
	}
	if (open) return drawOpen(from, to, scale, cells, signs, tone);
	const { start, end } = placeBar(from, to, scale, cells);
	const first = Math.min(Math.floor(start / 8), cells - 1);
	return [{ text: ' '.repeat(first) + fillCells(start - first * 8, end - first * 8, signs), tone }];
}

function drawOpen(from: number, to: number, scale: number, cells: number, signs: BarSigns, tone: Tone): Segment[] {
	const [start, end] = [placeMoment(from, scale, cells), placeMoment(to, scale, cells)];
	return [{ text: ' '.repeat(start) + signs.open.repeat(end - start + 1), tone }];
}

/** From `start`, which lies in the first cell, to `end`, both in eighths. At least something is drawn. */
function fillCells(start: number, end: number, { full, rightHalf, eighths }: BarSigns): string {
	const last = Math.floor(end / 8);
	const tail = eighths[(end % 8) - 1] ?? '';
	if (last === 0) return start < 4 ? (eighths[Math.max(1, end) - 1] ?? '') : rightHalf;
	// there are blocks that fill a cell from the left in eighths, but from the right only the half one
	const head = start < 2 ? full : start < 6 ? rightHalf : ' ';
	const filled = head + full.repeat(last - 1) + tail;
	return filled.trim() === '' ? rightHalf : filled;
}
