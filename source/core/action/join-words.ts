/** `a`, `a and b`, `a, b and c`; of more than `most` the first ones and how many are left: `a, b and 3 more`. */
export function joinNames(names: readonly string[], most = 6): string {
	const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
	return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `1 pod`, `5 pods`. */
export function countOf(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** For sentences that go on after the subject: `goes` or `go`. */
export function verb(count: number, singular: string, plural: string): string {
	return count === 1 ? singular : plural;
}
