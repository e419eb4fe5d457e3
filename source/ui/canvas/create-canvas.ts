import type { Theme } from '../theme.ts';
import type { Canvas } from './canvas.ts';
import { formatLineChange, moveTo } from './line-change.ts';
import { type PaintedLine, paintLine } from './painted-line.ts';

/** The terminal behind a canvas. */
export type CanvasTerminal = Pick<Canvas, 'isReady' | 'whenReady' | 'settled'> & {
	/** Sends one frame. */
	send(text: string): void;
};

/** A terminal that knows synchronized updates shows what is between these two at once; others ignore them. */
const updateBegin = '\x1b[?2026h';
const updateEnd = '\x1b[?2026l';

/** What the terminal shows: by whom it is drawn whole, and in what size. */
type Shown = { lines: readonly PaintedLine[]; columns: number; rows: number };

/** 30 frames a second are as many as anybody sees. */
const frameEvery = 33;

/**
 * Draws by sending what has changed. Ink draws too, but it lays out, tokenizes and puts together every cell of the screen for each
 * frame: 13 ms of one core and 1.5 MB of garbage at 180×50 (Ink 8.0). The lines are laid out already.
 */
export function createCanvas(terminal: CanvasTerminal, theme: Theme): Canvas {
	let shown: Shown | undefined;
	return {
		frameEvery,
		isReady: terminal.isReady,
		whenReady: terminal.whenReady,
		settled: terminal.settled,
		draw(lines, { columns, rows }) {
			const painted = lines.slice(0, rows).map((line) => paintLine(line, theme));
			const isKnown = shown !== undefined && shown.columns === columns && shown.rows === rows;
			const text = isKnown && shown ? formatChanges(shown.lines, painted) : formatWhole(painted);
			shown = { lines: painted, columns, rows };
			if (text !== '') terminal.send(updateBegin + text + updateEnd);
		},
		forget() {
			shown = undefined;
		},
	};
}

function formatWhole(lines: readonly PaintedLine[]): string {
	const written = lines.map(({ text }, row) => (text === '' ? '' : moveTo(row, 0) + text));
	return `\x1b[m\x1b[2J${written.join('')}`;
}

const emptyLine: PaintedLine = { runs: [], text: '' };

function formatChanges(before: readonly PaintedLine[], after: readonly PaintedLine[]): string {
	return after.map((line, row) => formatLineChange(before[row] ?? emptyLine, line, row)).join('');
}
