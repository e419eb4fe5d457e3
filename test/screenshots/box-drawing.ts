/** Which arms a line character has, clockwise from the top: 1 thin, 2 thick. */
const arms: Readonly<Record<string, readonly [up: number, right: number, down: number, left: number]>> = {
	'─': [0, 1, 0, 1],
	'│': [1, 0, 1, 0],
	'┌': [0, 1, 1, 0],
	'┐': [0, 0, 1, 1],
	'└': [1, 1, 0, 0],
	'┘': [1, 0, 0, 1],
	'├': [1, 1, 1, 0],
	'┤': [1, 0, 1, 1],
	'┬': [0, 1, 1, 1],
	'┴': [1, 1, 0, 1],
	'┼': [1, 1, 1, 1],
	'╭': [0, 1, 1, 0],
	'╮': [0, 0, 1, 1],
	'╰': [1, 1, 0, 0],
	'╯': [1, 0, 0, 1],
	'━': [0, 2, 0, 2],
	'┃': [2, 0, 2, 0],
};

/** Block characters as parts of their cell: left, top, width, height. */
const blocks: Readonly<Record<string, readonly [left: number, top: number, width: number, height: number]>> = {
	'█': [0, 0, 1, 1],
	'▀': [0, 0, 1, 0.5],
	'▄': [0, 0.5, 1, 0.5],
	'▌': [0, 0, 0.5, 1],
	'▐': [0.5, 0, 0.5, 1],
	'▎': [0, 0, 0.25, 1],
	'▏': [0, 0, 0.125, 1],
	'▁': [0, 0.875, 1, 0.125],
};

export type CellBox = { x: number; y: number; width: number; height: number };

/** Whether a character is drawn by `drawBox` instead of a font: only so do lines meet across rows. */
export function isBoxDrawing(text: string): boolean {
	return Object.hasOwn(arms, text) || Object.hasOwn(blocks, text);
}

/** The character as SVG shapes filling its box; a box wider than a cell stands for a repeated horizontal line. */
export function drawBox(text: string, box: CellBox, color: string): string {
	const block = blocks[text];
	if (block) {
		const [left, top, width, height] = block;
		const at = `x="${round(box.x + left * box.width)}" y="${round(box.y + top * box.height)}"`;
		return `<rect ${at} width="${round(width * box.width)}" height="${round(height * box.height)}" fill="${color}"/>`;
	}
	const lines = arms[text];
	if (!lines) throw new Error(`not a line character: ${text}`);
	return `<path d="${linePath(lines, box)}" stroke="${color}" stroke-width="${Math.max(...lines)}" fill="none"/>`;
}

function linePath([up, right, down, left]: readonly [number, number, number, number], box: CellBox): string {
	const x = round(box.x + box.width / 2);
	const y = round(box.y + box.height / 2);
	const across = left && right ? `M${round(box.x)} ${y}H${round(box.x + box.width)}` : '';
	const along = up && down ? `M${x} ${round(box.y)}V${round(box.y + box.height)}` : '';
	return [
		across || (right ? `M${x} ${y}H${round(box.x + box.width)}` : left ? `M${x} ${y}H${round(box.x)}` : ''),
		along || (down ? `M${x} ${y}V${round(box.y + box.height)}` : up ? `M${x} ${y}V${round(box.y)}` : ''),
	].join('');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
