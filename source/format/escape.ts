import { textWidth } from './width.ts';

const plain = /^[\x20-\x7e]*$/;

/**
 * What must not reach a terminal as it is: controls, line and paragraph separators, unpaired surrogates, everything
 * invisible by definition (zero-width, bidi controls, fillers, tags), interlinear annotations, noncharacters.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\p{Noncharacter_Code_Point}]/u
	.source;

/** Letters and marks of scripts that write with joiners: Arabic, Syriac, Mongolian, Indic and their neighbours. */
const joining =
	'(?=[\\p{L}\\p{M}])[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}' +
	'\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}]';

/**
 * Invisible characters where they belong to ordinary text: in emoji sequences and flags, one variation selector after
 * something visible, joiners between letters of those scripts.
 */
const ordinary = [
	'(?<=\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?)\\u200d(?=\\p{Extended_Pictographic})',
	'(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]{3,6}\\u{e007f}',
	'(?<=[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}])(?<![\\ufe00-\\ufe0f])[\\ufe00-\\ufe0f]',
	`(?<=${joining})[\\u200c\\u200d](?=${joining})`,
].join('|');

/** At the very beginning these would melt into whatever stands before the text on the screen. */
const leading = '^[\\p{Grapheme_Extend}\\p{M}\\p{Emoji_Modifier}]';

/** Made when it is needed first, which on most nodes is never: it takes 1 to 3 ms. */
let pattern: RegExp | undefined;

function getPattern(): RegExp {
	pattern ??= new RegExp(`(${ordinary})|${unsafe}|${leading}`, 'gu');
	return pattern;
}

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes any text from outside safe to draw on one line: `\x1b`, `\n`, `\u202e`, `\u{e0041}` stand for what could move the
 * cursor, reorder the line or hide. Ordinary text of any script, emoji and combining marks stay as they are, except
 * a mark without anything to stand on at the beginning. Doing it twice changes nothing more.
 */
export function escapeText(text: string): string {
	return plain.test(text) ? text : text.replace(getPattern(), (match, kept?: string) => kept ?? formatStandIn(match));
}

function formatStandIn(character: string): string {
	const short = shortNames[character];
	if (short) {
		return short;
	}
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code <= 0xff) {
		return `\\x${hex.padStart(2, '0')}`;
	}
	return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * The same for text of several lines (YAML, logs): line breaks stay, as `\n` also where they were `\r\n`, and tabs become
 * spaces up to the next multiple of `tabWidth` columns.
 */
export function escapeBlock(text: string, tabWidth = 8): string {
	return text
		.split(/\r?\n/)
		.map((line) => (line.includes('\t') ? expandTabs(line, tabWidth) : escapeText(line)))
		.join('\n');
}

function expandTabs(line: string, tabWidth: number): string {
	const cells = line.split('\t').map(escapeText);
	const last = cells.pop() ?? '';
	return cells.map((cell) => cell + ' '.repeat(tabWidth - (textWidth(cell) % tabWidth))).join('') + last;
}
