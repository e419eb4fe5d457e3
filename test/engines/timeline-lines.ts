/** Where each pattern last stands among the timeline's lines of a screen, from the top; -1 where it does not. */
export function findTimelinePlaces(screen: string, patterns: readonly string[]): number[] {
	const lines = screen.split('\n').filter((line) => /^ +\d\d:\d\d:\d\d/.test(line));
	return patterns.map((pattern) => lines.findLastIndex((line) => new RegExp(pattern).test(line)));
}
