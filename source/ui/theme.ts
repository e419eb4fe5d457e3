import type { TextProps } from 'ink';
import type { Tone } from './columns/column.ts';

/** The part of Ink's text properties that a tone may set. */
export type ToneProps = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>;

/** What tones look like on this terminal. */
export type Theme = Readonly<Record<Tone, ToneProps>>;

/** One accent, the rest by brightness; only the 16 colours that every palette defines, so the terminal's own theme rules. */
const colorful: Theme = {
	plain: {},
	strong: { bold: true },
	dim: { dimColor: true },
	good: { color: 'green' },
	warn: { color: 'yellow' },
	bad: { color: 'red' },
	accent: { color: 'cyan' },
	badge: { color: 'cyan', inverse: true },
};

/** NO_COLOR: the same by weight only. */
const monochrome: Theme = {
	...colorful,
	good: {},
	warn: {},
	bad: { bold: true },
	accent: { bold: true },
	badge: { inverse: true },
};

/** The theme for this terminal. */
export function themeOf({ color }: { color: boolean }): Theme {
	return color ? colorful : monochrome;
}
