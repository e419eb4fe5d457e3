/** The terminal's own colours: dark, calm, readable on a page with a light or a dark background. */
export const theme = {
	background: '#12161d',
	foreground: '#d5dae3',
	frame: '#1c222c',
	edge: '#2b3340',
	title: '#8892a2',
};

/** The sixteen named colours, normal then bright, in ECMA-48's order. */
const named = [
	...['#39424f', '#ef6b73', '#8fce7a', '#e8b95c', '#6cb2f7', '#c891ea', '#56c8c8', '#c3cad6'],
	...['#6b7686', '#ff8f95', '#abe59a', '#f6d287', '#97caff', '#dfb3fb', '#86e0e0', '#f3f6fa'],
] as const;

/** Colour number 0 to 255 of an indexed colour (xterm's cube and grey ramp above the first sixteen). */
export function paletteColor(index: number): string {
	if (index < 16) return named[index] ?? theme.foreground;
	if (index >= 232) return rgbColor((8 + (index - 232) * 10) * 0x010101);
	const cube = index - 16;
	const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) =>
		step === 0 ? 0 : 55 + step * 40,
	) as [number, number, number];
	return rgbColor((red << 16) | (green << 8) | blue);
}

/** 0xRRGGBB as `#rrggbb`. */
export function rgbColor(value: number): string {
	return `#${value.toString(16).padStart(6, '0')}`;
}

/** `share` of the first colour over the second: how a terminal draws dim text. */
export function mixColors(color: string, over: string, share: number): string {
	const channel = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
	const mixed = [1, 3, 5].map((at) => Math.round(channel(color, at) * share + channel(over, at) * (1 - share)));
	return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
