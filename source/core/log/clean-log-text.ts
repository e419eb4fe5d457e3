import { applySgr, formatSgr, plainSgr, type SgrState } from './sgr.ts';

/** A piece of a line in one style. */
export type LogSpan = {
	/** Without control characters. What is invisible or reorders text is still in it. */
	text: string;
	/** Parameters for `CSI … m`; absent for plain text. */
	sgr?: string;
};

export type CleanOptions = {
	/** `false` leaves the colours out, too. */
	color?: boolean;
	/** Makes a piece without control characters safe to draw: `escapeText` of format. */
	escape?: (text: string) => string;
	/** How many columns a text takes, for the tabs. Its length unless given. */
	width?: (text: string) => number;
};

/** More of one line is never drawn, in UTF-16 units. */
export const longestShown = 16 * 1024;

const tabWidth = 8;

/**
 * Control characters and the sequences that begin with one: CSI; the strings OSC, DCS, SOS, PM and APC as far as they are
 * terminated; other escapes. Of an unterminated string only the beginning is taken, so that it cannot swallow the line.
 */
const control =
	/(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f-\x9f\u2028\u2029]/g;

const plain = /^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$/;

/**
 * A log line as it can be shown: colours as spans, tabs as spaces, every other control sequence removed. Of a line that was
 * overwritten with carriage returns (progress bars) the last state counts. Linear in the length of the text.
 */
export function parseLogText(text: string, { width = (part) => part.length }: CleanOptions = {}): LogSpan[] {
	const shown = text.length > longestShown ? text.slice(0, longestShown) : text;
	if (plain.test(shown)) return shown === '' ? [] : [{ text: shown }];
	const writer = createSpanWriter(width);
	let start = 0;
	for (const match of shown.matchAll(control)) {
		writer.write(shown.slice(start, match.index));
		start = match.index + match[0].length;
		if (match[2] === 'm') writer.style(match[1] ?? '');
		else writer.control(match[0]);
	}
	writer.write(shown.slice(start));
	return writer.spans();
}

function createSpanWriter(width: (text: string) => number) {
	let spans: LogSpan[] = [];
	let state: SgrState = plainSgr;
	let column = 0;
	let returned = false;
	const write = (text: string) => {
		if (text === '') return;
		if (returned) {
			spans = [];
			column = 0;
			returned = false;
		}
		column += width(text);
		const sgr = formatSgr(state);
		const last = spans.at(-1);
		if (last && (last.sgr ?? '') === sgr) last.text += text;
		else spans.push({ text, ...(sgr !== '' && { sgr }) });
	};
	return {
		write,
		style(parameters: string) {
			// private parameters (`CSI > 4 ; 1 m`) are about the keyboard
			if (/^[\d;:]*$/.test(parameters)) state = applySgr(state, parameters);
		},
		control(sequence: string) {
			if (sequence === '\r') returned = true;
			if (sequence === '\t') write(' '.repeat(tabWidth - (returned ? 0 : column % tabWidth)));
		},
		spans: () => spans,
	};
}

/**
 * A log line that can be written to a terminal: with colours as far as they are safe, and reset at its end. Give it `escape`, as
 * what is left can still hold what is invisible or reorders text.
 */
export function cleanLogText(text: string, options: CleanOptions = {}): string {
	const { color = true, escape: makeSafe = (part: string) => part } = options;
	return parseLogText(text, options)
		.map((span) =>
			color && span.sgr !== undefined ? `\x1b[${span.sgr}m${makeSafe(span.text)}\x1b[0m` : makeSafe(span.text),
		)
		.join('');
}

/** A log line without control characters and colours: what a search looks at. */
export function plainLogText(text: string): string {
	if (text.length <= longestShown && plain.test(text)) return text;
	return parseLogText(text)
		.map((span) => span.text)
		.join('');
}
