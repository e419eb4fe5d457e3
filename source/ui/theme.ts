import { plainSgr, type SgrState } from '../core/log/sgr.ts';
import type { Tone } from './columns/column.ts';

/** What tones look like on this terminal. */
export type Theme = Readonly<Record<Tone, SgrState>>;

const bold: SgrState = { attributes: [1] };

/** One accent, the rest by brightness; only the 16 colours that every palette defines, so the terminal's own theme rules. */
const colorful: Theme = {
	plain: plainSgr,
	strong: bold,
	dim: { attributes: [2] },
	good: { attributes: [], foreground: '32' },
	warn: { attributes: [], foreground: '33' },
	bad: { attributes: [], foreground: '31' },
	accent: { attributes: [], foreground: '36' },
	badge: { attributes: [7], foreground: '36' },
};

/** NO_COLOR: the same by weight only. */
const monochrome: Theme = {
	...colorful,
	good: plainSgr,
	warn: plainSgr,
	bad: bold,
	accent: bold,
	badge: { attributes: [7] },
};

/** The theme for this terminal. */
export function themeOf({ color }: { color: boolean }): Theme {
	return color ? colorful : monochrome;
}
