import { textWidth } from './width.ts';

const segmenter = new Intl.Segmenter();
const ascii = /^[\x20-\x7e]*$/;

/** A line broken at `width` columns, wherever that falls: for text that must not be changed, such as YAML. */
export function breakLine(line: string, width: number): string[] {
	if (textWidth(line) <= width || width < 2) return [line];
	const lines: string[] = [];
	let current = '';
	let used = 0;
	const pieces = ascii.test(line) ? line : [...segmenter.segment(line)].map(({ segment }) => segment);
	for (const piece of pieces) {
		const size = textWidth(piece);
		if (used + size > width) {
			lines.push(current);
			current = '';
			used = 0;
		}
		current += piece;
		used += size;
	}
	return [...lines, current];
}

/** Prose broken between words. */
export function wrapWords(text: string, width: number): string[] {
	const lines: string[] = [];
	let current = '';
	for (const word of text.split(' ')) {
		const joined = current === '' ? word : `${current} ${word}`;
		if (textWidth(joined) <= width) {
			current = joined;
			continue;
		}
		if (current !== '') lines.push(current);
		const broken = breakLine(word, width);
		lines.push(...broken.slice(0, -1));
		current = broken.at(-1) ?? '';
	}
	return [...lines, current];
}
