import { keys } from '../helpers/ui-render.tsx';

/** What a terminal sends for the keys of the keymap that are not a character. */
export const keyBytes: Readonly<Record<string, string>> = {
	...keys,
	pageup: keys.pageUp,
	pagedown: keys.pageDown,
	'shift-up': keys.shiftUp,
	'shift-down': keys.shiftDown,
	'shift-tab': keys.shiftTab,
	'ctrl-c': keys.ctrlC,
	'ctrl-h': '\x08',
	'ctrl-k': keys.ctrlK,
	'ctrl-o': keys.ctrlO,
	'ctrl-r': keys.ctrlR,
	'ctrl-u': keys.ctrlU,
	space: ' ',
};
