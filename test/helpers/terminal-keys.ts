const named = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	backspace: '\u007F',
	delete: '\u001B[3~',
	space: ' ',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageup: '\u001B[5~',
	pagedown: '\u001B[6~',
	'shift-up': '\u001B[1;2A',
	'shift-down': '\u001B[1;2B',
} as const;

type ControlKey = `ctrl-${string}`;

/** A key by its name; one printable character stands for itself. */
export type Key = keyof typeof named | ControlKey | (string & Record<never, never>);

/** What a terminal in its normal mode (xterm's) sends for a key. Throws on a name that nobody has defined. */
export function keyBytes(key: Key): string {
	if (Object.hasOwn(named, key)) return named[key as keyof typeof named];
	const control = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
	if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
	if ([...key].length === 1) return key;
	throw new Error(`no such key: ${key}`);
}
