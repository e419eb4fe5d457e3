/**
 * What may differ between two runs of the same scene. The simulated node plays the same course with the same names, but
 * by the real clock: times, ages, ids, pids, inode numbers, ports and temporary paths are other ones each time, and with
 * their lengths the widths of columns.
 */
const differing: readonly [pattern: RegExp, stands: string][] = [
	[/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?/g, 'TIME'],
	[/\b\d\d:\d\d:\d\d(\.\d+)?/g, 'TIME'],
	[/\/tmp\/[\w.-]+/g, 'DIR'],
	[/127\.0\.0\.1:\d+/g, 'ADDRESS'],
	[/\b(?=[a-f]*\d)[0-9a-f]{7,}\b/g, 'ID'],
	[/\b\d{3,}\b/g, 'N'],
	[/\b\d+(\.\d+)?(Ki|Mi|Gi)\b/g, 'SIZE'],
	[/\b\d+ (tcp|udp)\b/g, 'N $1'],
	// shares of a processor
	[/(?<![\d.])\d+\.\d(?![\d.]|s)/g, 'SHARE'],
	[/\b\d+(\.\d+)? ?m?s\b|\b(\d+[ydhms]){1,2}\b/g, 'AGE'],
	[/─{2,}/g, '─'],
	[/ {2,}/g, ' '],
];

/** The part of a screen's text that has to be the same each time, line by line. */
export function normalizeText(text: string): string[] {
	const same = differing.reduce((rest, [pattern, stands]) => rest.replace(pattern, stands), text);
	return same.split('\n').map((line) => line.trim());
}

/** The lines in which two texts differ, as `- expected` and `+ actual`; empty when they are the same. */
export function compareTexts(expected: string, actual: string): string[] {
	return compare(normalizeText(expected), normalizeText(actual));
}

/**
 * The same for texts about what happened in this run: their lines may stand in any order, and how long each took, drawn or as a
 * number, is another one each time.
 */
export function compareLines(expected: string, actual: string): string[] {
	const normalize = (text: string) =>
		normalizeText(text.replace(/[─●░\u2580-\u258f]+/g, ''))
			.map(dropTimes)
			.sort();
	return compare(normalize(expected), normalize(actual));
}

function dropTimes(line: string): string {
	return line.replace(/ ?[~+]*AGE/g, '').trim();
}

function compare(wanted: readonly string[], got: readonly string[]): string[] {
	return Array.from({ length: Math.max(wanted.length, got.length) }).flatMap((_, line) =>
		wanted[line] === got[line] ? [] : [`${line + 1} - ${wanted[line] ?? ''}`, `${line + 1} + ${got[line] ?? ''}`],
	);
}
