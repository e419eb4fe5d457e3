import type { Terminal as Emulator } from '@xterm/headless';

/** What a program can have switched on in a terminal, and has to switch off again before it ends. */
export type TerminalModes = {
	alternateScreen: boolean;
	cursorVisible: boolean;
	bracketedPaste: boolean;
	applicationCursorKeys: boolean;
	applicationKeypad: boolean;
	focusEvents: boolean;
	mouseTracking: string;
	originMode: boolean;
	insertMode: boolean;
	autoWrap: boolean;
	/** Left on, the terminal shows nothing any more until its own time limit. */
	synchronizedOutput: boolean;
	/** How many keyboard protocols (`CSI > flags u`) are still pushed. */
	keyboardProtocols: number;
	/** Colours and attributes that text printed now would get. */
	style: readonly string[];
};

/** A terminal as a program finds it, and has to leave it. */
export const pristineModes: TerminalModes = {
	alternateScreen: false,
	cursorVisible: true,
	bracketedPaste: false,
	applicationCursorKeys: false,
	applicationKeypad: false,
	focusEvents: false,
	mouseTracking: 'none',
	originMode: false,
	insertMode: false,
	autoWrap: true,
	synchronizedOutput: false,
	keyboardProtocols: 0,
	style: [],
};

/** Follows the modes of an emulator; those it does not tell are read off the sequences it parses. */
export function trackModes(emulator: Emulator): () => TerminalModes {
	const { parser } = emulator;
	let cursorVisible = true;
	let keyboardProtocols = 0;
	let style: ReadonlySet<string> = new Set();
	const onCursor = (visible: boolean) => (parameters: readonly (number | number[])[]) => {
		if (parameters.includes(25)) cursorVisible = visible;
		return false;
	};
	parser.registerCsiHandler({ prefix: '?', final: 'h' }, onCursor(true));
	parser.registerCsiHandler({ prefix: '?', final: 'l' }, onCursor(false));
	parser.registerCsiHandler({ prefix: '>', final: 'u' }, () => {
		keyboardProtocols++;
		return false;
	});
	parser.registerCsiHandler({ prefix: '<', final: 'u' }, (parameters) => {
		keyboardProtocols = Math.max(0, keyboardProtocols - Math.max(1, Number(parameters[0])));
		return false;
	});
	parser.registerCsiHandler({ final: 'm' }, (parameters) => {
		style = applyStyle(style, parameters);
		return false;
	});
	return () => ({ ...readModes(emulator), cursorVisible, keyboardProtocols, style: [...style].sort() });
}

function readModes({ buffer, modes }: Emulator): Omit<TerminalModes, 'cursorVisible' | 'keyboardProtocols' | 'style'> {
	return {
		alternateScreen: buffer.active.type === 'alternate',
		bracketedPaste: modes.bracketedPasteMode,
		applicationCursorKeys: modes.applicationCursorKeysMode,
		applicationKeypad: modes.applicationKeypadMode,
		focusEvents: modes.sendFocusMode,
		mouseTracking: modes.mouseTrackingMode,
		originMode: modes.originMode,
		insertMode: modes.insertMode,
		autoWrap: modes.wraparoundMode,
		synchronizedOutput: modes.synchronizedOutputMode,
	};
}

const attributes: Readonly<Record<number, string>> = {
	1: 'bold',
	2: 'dim',
	3: 'italic',
	4: 'underline',
	5: 'blink',
	7: 'inverse',
	8: 'hidden',
	9: 'strikethrough',
};

/** Follows `CSI … m` (ECMA-48 SGR) as far as what is on and what is off; which colour it is does not matter here. */
function applyStyle(style: ReadonlySet<string>, parameters: readonly (number | number[])[]): ReadonlySet<string> {
	const next = new Set(style);
	const codes = parameters.flat();
	for (let index = 0; index < codes.length; index++) {
		const code = codes[index] ?? 0;
		applyCode(next, code);
		if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4;
	}
	return next;
}

function applyCode(style: Set<string>, code: number): void {
	const attribute = attributes[code];
	if (code === 0) style.clear();
	else if (attribute !== undefined) style.add(attribute);
	else if (code === 22) for (const name of ['bold', 'dim']) style.delete(name);
	else if (code >= 23 && code <= 29) style.delete(attributes[code - 20] ?? '');
	else if (code === 39) style.delete('foreground');
	else if (code === 49) style.delete('background');
	else if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) style.add('foreground');
	else if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) style.add('background');
}
