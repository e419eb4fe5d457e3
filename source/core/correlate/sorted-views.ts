/** A list in order, of which single entries come and go. */
export type SortedViews<T> = {
	/** A new array whenever something has changed. */
	list(): readonly T[];
	get(key: string): T | undefined;
	/** Puts entries in the places of those with the same keys; undefined takes one out. */
	replace(entries: ReadonlyMap<string, T | undefined>): void;
};

/** From so many comings and goings on, sorting once is less work than making room for each. */
const manyMoves = 64;

/** `compare` must tell any two entries apart. */
export function createSortedViews<T extends object>(compare: (a: T, b: T) => number): SortedViews<T> {
	// by uid or id
	const byKey = new Map<string, T>();
	let list: readonly T[] = [];
	return {
		list: () => list,
		get: (key) => byKey.get(key),
		replace(entries) {
			const next = [...list];
			const leaving: T[] = [];
			const coming: T[] = [];
			for (const [key, after] of entries) {
				const before = byKey.get(key);
				if (before === after) continue;
				if (after) byKey.set(key, after);
				else byKey.delete(key);
				if (before && after && compare(before, after) === 0) {
					next[findPlace(list, before, compare)] = after;
					continue;
				}
				if (before) leaving.push(before);
				if (after) coming.push(after);
			}
			const isMuch = leaving.length + coming.length > manyMoves;
			list = isMuch ? sortAnew(next, leaving, coming, compare) : moveEach(next, leaving, coming, compare);
		},
	};
}

function sortAnew<T>(list: readonly T[], leaving: readonly T[], coming: readonly T[], compare: (a: T, b: T) => number) {
	const left = new Set(leaving);
	return [...list.filter((entry) => !left.has(entry)), ...coming].sort(compare);
}

function moveEach<T>(list: T[], leaving: readonly T[], coming: readonly T[], compare: (a: T, b: T) => number) {
	for (const entry of leaving) list.splice(findPlace(list, entry, compare), 1);
	for (const entry of coming) list.splice(findPlace(list, entry, compare), 0, entry);
	return list;
}

/** Where an entry stands, or would stand. */
function findPlace<T>(list: readonly T[], entry: T, compare: (a: T, b: T) => number): number {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const other = list[middle];
		if (other !== undefined && compare(other, entry) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}
