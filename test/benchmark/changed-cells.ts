/** In how many places two screens of the same size differ. What stands between two wide gaps is one place, as a cell of a table is. */
export function countChangedCells(before: string, after: string): number {
	const old = before.split('\n');
	const now = after.split('\n');
	return Array.from({ length: Math.max(old.length, now.length) }, (_, line) =>
		countInLine(old[line] ?? '', now[line] ?? ''),
	).reduce((sum, count) => sum + count, 0);
}

function countInLine(before: string, after: string): number {
	if (before === after) return 0;
	const old = readCells(before);
	const now = readCells(after);
	const places = new Set([...old.keys(), ...now.keys()]);
	return [...places].filter((place) => old.get(place) !== now.get(place)).length;
}

/** The texts of a line by the column in which they begin. */
function readCells(line: string): ReadonlyMap<number, string> {
	return new Map([...line.matchAll(/\S+( \S+)*/g)].map(({ index, 0: text }) => [index, text]));
}
