import type { SgrState } from '../../core/log/sgr.ts';
import { isSingleWidth } from '../../format/width.ts';
import { formatRuns, type PaintedLine, type Run } from './painted-line.ts';

/** One column of a line whose characters take one column each. */
type Cell = { character: string; style: SgrState };

/** Cells between two changes that are rather written again than jumped over: a jump takes as many bytes. */
const worthJumping = 8;

/**
 * What makes a row of the terminal, counted from 0, show `after` where it shows `before`: only the cells that differ, where the
 * characters' places are beyond doubt; else the whole line.
 */
export function formatLineChange(before: PaintedLine, after: PaintedLine, row: number): string {
	if (before.text === after.text) return '';
	const [old, wanted] = [cellsOf(before), cellsOf(after)];
	// erased before it is written: behind a character in the last column the cursor still stands on it
	if (!old || !wanted) return `${moveTo(row, 0)}\x1b[2K${after.text}`;
	const written = findChanges(old, wanted).map(
		([from, to]) => moveTo(row, from) + formatRuns(joinCells(wanted.slice(from, to))),
	);
	const rest = wanted.length < old.length ? `${moveTo(row, wanted.length)}\x1b[K` : '';
	return written.join('') + rest;
}

/** Row and column from 0. */
export function moveTo(row: number, column: number): string {
	return column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
}

function cellsOf({ runs }: PaintedLine): Cell[] | undefined {
	if (!runs.every(({ text }) => isSingleWidth(text))) return undefined;
	return runs.flatMap(({ text, style }) => text.split('').map((character) => ({ character, style })));
}

/** The ranges of cells, end excluded, in which `wanted` differs. */
function findChanges(old: readonly Cell[], wanted: readonly Cell[]): [from: number, to: number][] {
	const changes: [number, number][] = [];
	for (const [index, cell] of wanted.entries()) {
		if (looksLike(old[index], cell)) continue;
		const last = changes.at(-1);
		if (last && index - last[1] < worthJumping) last[1] = index + 1;
		else changes.push([index, index + 1]);
	}
	return changes;
}

function looksLike(a: Cell | undefined, b: Cell): boolean {
	return a !== undefined && a.character === b.character && isSameStyle(a.style, b.style);
}

function isSameStyle(a: SgrState, b: SgrState): boolean {
	return (
		a === b ||
		(a.foreground === b.foreground &&
			a.background === b.background &&
			a.attributes.length === b.attributes.length &&
			a.attributes.every((attribute) => b.attributes.includes(attribute)))
	);
}

function joinCells(cells: readonly Cell[]): Run[] {
	const runs: Run[] = [];
	for (const { character, style } of cells) {
		const last = runs.at(-1);
		if (last?.style === style) last.text += character;
		else runs.push({ text: character, style });
	}
	return runs;
}
