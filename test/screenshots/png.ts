import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** Fonts come from a package, so that the pictures are the same on every machine. */
const faces = [
	'DejaVuSansMono.ttf',
	'DejaVuSansMono-Bold.ttf',
	'DejaVuSansMono-Oblique.ttf',
	'DejaVuSansMono-BoldOblique.ttf',
];

/** Pixels of a drawn SVG, one and a half times its size. Throws when the font package is missing: without it there would be no text. */
export function renderPng(svg: string): Uint8Array {
	const fontFiles = faces.map((face) => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${face}`)));
	const missing = fontFiles.find((file) => !existsSync(file));
	if (missing !== undefined) throw new Error(`the font ${missing} is missing: run npm install`);
	const family = 'DejaVu Sans Mono';
	const image = new Resvg(svg, {
		font: { loadSystemFonts: false, fontFiles, defaultFontFamily: family, monospaceFamily: family },
		fitTo: { mode: 'zoom', value: 1.5 },
	});
	return image.render().asPng();
}
