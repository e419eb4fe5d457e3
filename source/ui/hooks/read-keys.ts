import type { Key } from 'ink';

const named: readonly (readonly [keyof Key, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	// terminals disagree on which of the two the backspace key is
	['delete', 'backspace'],
];

const controls: Readonly<Record<string, string>> = { ' ': 'space', '\r': 'enter', '\n': 'enter', '\t': 'tab' };

/** Control characters among other text are ctrl with a letter, as when alone. */
function nameCharacter(character: string): string {
	const code = character.charCodeAt(0);
	const isControl = code >= 1 && code <= 26;
	return controls[character] ?? (isControl ? `ctrl-${String.fromCharCode(code + 96)}` : character);
}

const segmenter = new Intl.Segmenter();

/**
 * What Ink reports, as key names: `j`, `G`, `down`, `shift-tab`, `ctrl-r`, `space`. Keys typed faster than they are read,
 * and pasted text, arrive in one piece: each character is a key.
 */
export function readKeys(input: string, key: Key): string[] {
	if (key.eventType === 'release') return [];
	const name = named.find(([property]) => key[property])?.[1];
	if (name) return [key.shift && name !== 'backspace' ? `shift-${name}` : name];
	if (key.ctrl) return input === '' ? [] : [`ctrl-${input.toLowerCase()}`];
	if (key.meta) return [];
	return [...segmenter.segment(input)].map(({ segment }) => nameCharacter(segment));
}

/** The text that a key types, if it types any. */
export function typedText(key: string): string | undefined {
	if (key === 'space') return ' ';
	const [first, ...others] = segmenter.segment(key);
	return first && others.length === 0 && !/\p{Cc}/u.test(key) ? key : undefined;
}
