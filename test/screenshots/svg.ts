import { drawBox, isBoxDrawing } from './box-drawing.ts';
import { theme } from './palette.ts';
import type { Cell, Picture, Run } from './picture.ts';

/** The width of a character is what DejaVu Sans Mono has: 1233 of 2048 units. */
const fontSize = 14;
const cell = { width: (fontSize * 1233) / 2048, height: 18 };
const margin = { side: 14, top: 44, bottom: 14 };
const fonts = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace";

/** Draws a terminal in a plain window. The text stands in `<desc>` too: for readers that cannot see, and for comparing. */
export function renderSvg(picture: Picture, title: string): string {
	const width = Math.ceil(picture.columns * cell.width + 2 * margin.side);
	const height = margin.top + picture.rows * cell.height + margin.bottom;
	const rows = picture.lines.flatMap((runs, row) => renderRow(runs, row));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<desc>${escapeXml(picture.text)}</desc>`,
		'<style>text{white-space:pre}.b{font-weight:700}.i{font-style:italic}</style>',
		renderFrame(width, height, title),
		`<g font-family="${escapeXml(fonts)}" font-size="${fontSize}">`,
		...rows,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

/** The text that `renderSvg` has put into a picture; `undefined` if it is not one of its pictures. */
export function readSvgText(svg: string): string | undefined {
	const text = /<desc>(.*?)<\/desc>/s.exec(svg)?.[1];
	return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function renderFrame(width: number, height: number, title: string): string {
	const dots = [0, 1, 2].map((dot) => `<circle cx="${20 + dot * 18}" cy="17" r="5.5" fill="${theme.edge}"/>`).join('');
	return [
		`<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="${theme.background}" stroke="${theme.edge}"/>`,
		`<path d="M1 34V10a9 9 0 0 1 9-9H${width - 10}a9 9 0 0 1 9 9V34Z" fill="${theme.frame}"/>`,
		dots,
		`<text x="${width / 2}" y="22" fill="${theme.title}" font-family="${escapeXml(fonts)}" font-size="13" text-anchor="middle">${escapeXml(title)}</text>`,
	].join('\n');
}

function renderRow(runs: readonly Run[], row: number): string[] {
	const y = margin.top + row * cell.height;
	return [...runs.flatMap((run) => renderBackground(run, y)), ...runs.flatMap((run) => renderRun(run, y))];
}

function renderBackground(run: Run, y: number): string[] {
	if (run.background === undefined) return [];
	const columns = run.cells.reduce((sum, { width }) => sum + width, 0);
	const size = `width="${round(columns * cell.width)}" height="${cell.height}"`;
	return [`<rect x="${columnX(run.column)}" y="${y}" ${size} fill="${run.background}" shape-rendering="crispEdges"/>`];
}

/** Cells that are drawn as one element: a word or more of ASCII, a repeated line, or one other character. */
type Piece = { text: string; column: number; columns: number };

function renderRun(run: Run, y: number): string[] {
	return splitPieces(run.cells, run.column).map((piece) => renderPiece(piece, run, y));
}

function renderPiece({ text, column, columns }: Piece, run: Run, y: number): string {
	const x = columnX(column);
	const width = round(columns * cell.width);
	const first = text[0] ?? '';
	if (isBoxDrawing(first)) return drawBox(first, { x, y, width, height: cell.height }, run.color);
	const looks = [run.bold ? 'b' : '', run.italic ? 'i' : ''].filter(Boolean).join(' ');
	const attributes = [
		`x="${x}" y="${y + 13.5}" fill="${run.color}"`,
		...(looks ? [`class="${looks}"`] : []),
		...(run.underline ? ['text-decoration="underline"'] : []),
		// Holds the columns together where another font is used; a single character keeps its shape
		...(text.length > 1 ? [`textLength="${width}"`] : []),
	];
	return `<text ${attributes.join(' ')}>${escapeXml(text)}</text>`;
}

function splitPieces(cells: readonly Cell[], firstColumn: number): Piece[] {
	const pieces: Piece[] = [];
	let column = firstColumn;
	for (const { text, width } of cells) {
		const last = pieces.at(-1);
		if (last && last.column + last.columns === column && joins(last.text, text)) {
			last.text += text;
			last.columns += width;
		} else if (text !== ' ') pieces.push({ text, column, columns: width });
		column += width;
	}
	return pieces.map(withoutTrailingBlanks);
}

function joins(before: string, text: string): boolean {
	if (text === '─') return before.startsWith('─');
	return /^[ -~]+$/.test(before) && /^[ -~]$/.test(text) && !(text === ' ' && before.endsWith(' '));
}

function withoutTrailingBlanks(piece: Piece): Piece {
	const text = piece.text.trimEnd();
	return { ...piece, text, columns: piece.columns - (piece.text.length - text.length) };
}

function columnX(column: number): number {
	return round(margin.side + column * cell.width);
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
