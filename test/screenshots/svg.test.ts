import { describe, expect, test } from 'vitest';
import { openTestTerminal } from '../helpers/terminal-test.ts';
import { mixColors, paletteColor, theme } from './palette.ts';
import { type Picture, takePicture } from './picture.ts';
import { renderPng } from './png.ts';
import { readSvgText, renderSvg } from './svg.ts';

async function pictureOf(output: string, columns = 20, rows = 3): Promise<Picture> {
	const terminal = openTestTerminal({ command: 'printf', args: [output], columns, rows });
	await terminal.exited;
	return takePicture(terminal.emulator);
}

const draw = async (output: string): Promise<string> => renderSvg(await pictureOf(output), 'a title');

describe('a picture', () => {
	test('has the text of the screen', async () => {
		expect((await pictureOf('one  two\\r\\n\\r\\nthree ')).text).toBe('one  two\n\nthree');
	});

	test('has one run for neighbouring cells of one look, over the whole width', async () => {
		const { lines } = await pictureOf('ab\\e[31mcd\\e[0m');
		const runs = lines[0]?.map((run) => ({ column: run.column, cells: run.cells.length, color: run.color }));
		expect(runs).toEqual([
			{ column: 0, cells: 2, color: theme.foreground },
			{ column: 2, cells: 2, color: paletteColor(1) },
			{ column: 4, cells: 16, color: theme.foreground },
		]);
	});

	test('works inverse and dim into the colours', async () => {
		const { lines } = await pictureOf('\\e[7mA\\e[0;2mB\\e[0;7;32;44mC\\e[0;38;2;1;2;3mD\\e[38;5;196mE');
		const looks = lines[0]?.map(({ color, background }) => [color, background]);
		expect(looks?.slice(0, 5)).toEqual([
			[theme.background, theme.foreground],
			[mixColors(theme.foreground, theme.background, 0.62), undefined],
			[paletteColor(4), paletteColor(2)],
			['#010203', undefined],
			['#ff0000', undefined],
		]);
	});

	test('counts a wide character as two columns', async () => {
		const { lines } = await pictureOf('字x');
		expect(lines[0]?.[0]?.cells.slice(0, 2)).toEqual([
			{ text: '字', width: 2 },
			{ text: 'x', width: 1 },
		]);
	});
});

describe('an SVG', () => {
	test('gives back the text that it shows, markup included', async () => {
		const svg = await draw('a <b> & "c"\\r\\n ▸ │ ≠');
		expect(readSvgText(svg)).toBe('a <b> & "c"\n ▸ │ ≠');
		expect(svg).toContain('>a &lt;b&gt; &amp; &quot;c&quot;</text>');
		expect(readSvgText('<svg></svg>')).toBeUndefined();
	});

	test('places words by column and holds their width', async () => {
		const texts = [...(await draw('ab cd  ef')).matchAll(/<text x="([\d.]+)"[^>]*textLength="([\d.]+)">([^<]*)</g)];
		const cell = (14 * 1233) / 2048;
		expect(texts.map(([, x, length, text]) => [text, Number(x), Number(length)])).toEqual([
			['ab cd', 14, Number((5 * cell).toFixed(2))],
			['ef', Number((14 + 7 * cell).toFixed(2)), Number((2 * cell).toFixed(2))],
		]);
	});

	test('draws lines that meet: one path for a repeated line, none of it as text', async () => {
		const svg = await draw('┌────┐\\r\\n│ ok │\\r\\n└────┘');
		expect(svg.match(/<path d="M[\d.]+ [\d.]+H/g)).toHaveLength(2 + 4);
		expect(svg.match(/<g[\s\S]*<\/g>/)?.[0]).not.toMatch(/>[┌─┐│└┘]+</);
		const bars = [...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)V([\d.]+)"/g)].map((match) => match.slice(1).map(Number));
		expect(bars.map(([, top, bottom]) => [top, bottom])).toEqual([
			[62, 80],
			[62, 80],
		]);
	});

	test('marks bold, italic and underlined text', async () => {
		const svg = await draw('\\e[1mB\\e[0;3mI\\e[0;4mU');
		expect(svg).toMatch(/class="b"[^>]*>B</);
		expect(svg).toMatch(/class="i"[^>]*>I</);
		expect(svg).toMatch(/text-decoration="underline"[^>]*>U</);
	});

	test('becomes a PNG of one and a half times its size', async () => {
		const svg = await draw('■ ≠ ● ◐ ▸ ▾ ⌂ ✖ …');
		const png = Buffer.from(renderPng(svg));
		const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
		expect(png.subarray(1, 4).toString()).toBe('PNG');
		expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(
			[1.5 * Number(width), 1.5 * Number(height)].map(Math.round),
		);
	});

	test.each([...'■≠●◐▸▾⌂✖…└▌↑↓×·✔'])('%s is in the font', async (glyph) => {
		const picture = async (text: string) => Buffer.from(renderPng(await draw(text))).toString('base64');
		// U+E123 is for private use: what stands in its place is what a missing character looks like
		expect(await picture(glyph)).not.toBe(await picture('\uE123'));
	});
});
