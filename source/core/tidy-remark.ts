const longest = 300;

/**
 * What a program outside said, made fit to stand within a sentence: one line, no full stop at its end, control characters as
 * `\x1b`, at most 300 characters.
 */
export function tidyRemark(text: string): string {
	const line = text
		.slice(0, longest * 4)
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/[\x00-\x1f\x7f-\x9f]/g, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
	return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line.replace(/\.$/, '');
}
