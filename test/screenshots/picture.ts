import type { Terminal as Emulator, IBufferCell } from '@xterm/headless';
import { mixColors, paletteColor, rgbColor, theme } from './palette.ts';

/** What a terminal shows at one moment, ready to be drawn. */
export type Picture = {
	columns: number;
	rows: number;
	/** By row: neighbouring cells of one look. */
	lines: readonly (readonly Run[])[];
	/** The same as text, one line a row, without trailing blanks. */
	text: string;
};

/** Neighbouring cells of one look. */
export type Run = Look & { column: number; cells: readonly Cell[] };

/** One character and how many columns it takes. */
export type Cell = { text: string; width: number };

/** How cells are drawn; inverse and dim are already worked into the colours. */
export type Look = { color: string; background?: string; bold: boolean; italic: boolean; underline: boolean };

/** Reads the visible cells of an emulator. */
export function takePicture(emulator: Emulator): Picture {
	const { active } = emulator.buffer;
	const lines = Array.from({ length: emulator.rows }, (_, row) => readRow(emulator, active.viewportY + row));
	const text = lines.map(rowText).join('\n').trimEnd();
	return { columns: emulator.cols, rows: emulator.rows, lines, text };
}

function readRow(emulator: Emulator, row: number): Run[] {
	const line = emulator.buffer.active.getLine(row);
	const runs: (Run & { cells: Cell[]; key: string })[] = [];
	for (let column = 0; column < emulator.cols; column++) {
		const cell = line?.getCell(column);
		// The second half of a wide character is a cell of width 0
		if (!cell || cell.getWidth() === 0) continue;
		const look = readLook(cell);
		const key = JSON.stringify(look);
		const last = runs.at(-1);
		const own = { text: cell.getChars() || ' ', width: cell.getWidth() };
		if (last?.key === key) last.cells.push(own);
		else runs.push({ ...look, key, column, cells: [own] });
	}
	return runs;
}

function rowText(runs: readonly Run[]): string {
	return runs
		.flatMap((run) => run.cells.map((cell) => cell.text))
		.join('')
		.trimEnd();
}

function readLook(cell: IBufferCell): Look {
	const own = foreground(cell);
	const behind = background(cell);
	const inverse = cell.isInverse() !== 0;
	const color = inverse ? (behind ?? theme.background) : own;
	const paper = inverse ? own : behind;
	return {
		color: cell.isDim() ? mixColors(color, paper ?? theme.background, 0.62) : color,
		...(paper === undefined ? {} : { background: paper }),
		bold: cell.isBold() !== 0,
		italic: cell.isItalic() !== 0,
		underline: cell.isUnderline() !== 0,
	};
}

function foreground(cell: IBufferCell): string {
	if (cell.isFgRGB()) return rgbColor(cell.getFgColor());
	return cell.isFgPalette() ? paletteColor(cell.getFgColor()) : theme.foreground;
}

function background(cell: IBufferCell): string | undefined {
	if (cell.isBgRGB()) return rgbColor(cell.getBgColor());
	return cell.isBgPalette() ? paletteColor(cell.getBgColor()) : undefined;
}
