import stringWidth from 'string-width';

/**
 * Characters that take one column and join with nothing: ASCII, Latin, dashes, arrows, operators, box drawing, blocks and
 * shapes. Text of these alone, which is nearly all, needs no segmenter.
 */
const simple = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2190-\u2199\u2200-\u22ff\u2500-\u25fc]*$/;
const segmenter = new Intl.Segmenter();

/** Whether each of its characters takes one column: then a character's index is its place. */
export function isSingleWidth(text: string): boolean {
	return simple.test(text);
}

/** How many terminal columns a text takes: two for CJK and emoji, none for combining marks. */
export function textWidth(text: string): number {
	return simple.test(text) ? text.length : stringWidth(text, { countAnsiEscapeCodes: true });
}

export type TruncateOptions = {
	/** What stands for the part that is left out: `…`, or `~` where only ASCII can be drawn. */
	ellipsis?: string;
	/** Where it is left out. `middle` keeps the beginning and the end, which tell pod names apart. */
	position?: 'end' | 'middle';
};

/** The text, cut so that it takes at most `width` columns, never through a character. */
export function truncate(text: string, width: number, options: TruncateOptions = {}): string {
	const { ellipsis = '…', position = 'end' } = options;
	if (width <= 0) {
		return '';
	}
	if (takeStart(text, width) === text) {
		return text;
	}
	const space = width - textWidth(ellipsis);
	if (space < 0) {
		return takeStart(text, width);
	}
	if (position === 'end') {
		return takeStart(text, space) + ellipsis;
	}
	const end = takeEnd(text, Math.floor(space / 2));
	return takeStart(text, space - textWidth(end)) + ellipsis + end;
}

/** As many whole characters from the beginning as fit into `width`. */
function takeStart(text: string, width: number): string {
	if (simple.test(text)) {
		return text.slice(0, width);
	}
	let used = 0;
	for (const { segment, index } of segmenter.segment(text)) {
		used += textWidth(segment);
		if (used > width) {
			return text.slice(0, index);
		}
	}
	return text;
}

/** As many whole characters from the end as fit into `width`. */
function takeEnd(text: string, width: number): string {
	if (simple.test(text)) {
		return text.slice(text.length - width);
	}
	let used = 0;
	let start = text.length;
	for (const { segment, index } of [...segmenter.segment(text)].reverse()) {
		used += textWidth(segment);
		if (used > width) {
			break;
		}
		start = index;
	}
	return text.slice(start);
}

export type Align = 'left' | 'right' | 'center';

/** The text with spaces up to `width` columns; a longer one is returned as it is. */
export function pad(text: string, width: number, align: Align = 'left'): string {
	const missing = width - textWidth(text);
	if (missing <= 0) {
		return text;
	}
	const before = align === 'left' ? 0 : align === 'right' ? missing : Math.floor(missing / 2);
	return ' '.repeat(before) + text + ' '.repeat(missing - before);
}

/** The text in exactly `width` columns: cut or padded. */
export function fitText(text: string, width: number, align: Align = 'left', options: TruncateOptions = {}): string {
	return pad(truncate(text, width, options), width, align);
}
