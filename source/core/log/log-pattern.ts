import { plainLogText } from './clean-log-text.ts';

/** What is looked for in a log. */
export type LogPattern = {
	matches(text: string): boolean;
	/** Where it stands in a plain text, for highlighting: at most so many places. */
	places(text: string): readonly { start: number; end: number }[];
};

/** Highlights beyond these are not worth their time. */
const mostPlaces = 100;

/**
 * Reads a search: a regular expression, or with `plain` the text as it stands. Lower case matches either case, as in vim's
 * smartcase. Colours and control characters in the log do not count. Undefined when it is empty; `error` when it cannot be read.
 */
export function parseLogPattern(
	text: string,
	{ plain = false }: { plain?: boolean } = {},
): LogPattern | { error: string } | undefined {
	if (text === '') return undefined;
	try {
		const source = plain ? text.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`) : text;
		const flags = /\p{Lu}/u.test(text) ? 'u' : 'iu';
		const pattern = new RegExp(source, flags);
		const everywhere = new RegExp(source, `g${flags}`);
		return {
			matches: (line) => pattern.test(plainLogText(line)),
			places: (line) => findPlaces(line, everywhere),
		};
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { error: reason.replace(/^Invalid regular expression: .*\/[a-z]*: /s, '').toLowerCase() };
	}
}

function findPlaces(line: string, pattern: RegExp): { start: number; end: number }[] {
	const places: { start: number; end: number }[] = [];
	for (const match of line.matchAll(pattern)) {
		if (places.length === mostPlaces) break;
		if (match[0] !== '') places.push({ start: match.index, end: match.index + match[0].length });
	}
	return places;
}
