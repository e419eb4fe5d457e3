/** Ascending order of numbers; what is not known comes last. */
export function compareNumber(a: number | undefined, b: number | undefined): number {
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return a - b;
}

/** Ascending order of texts, character by character as kubectl sorts names; what is not known comes last. */
export function compareText(a: string | undefined, b: string | undefined): number {
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return a < b ? -1 : a > b ? 1 : 0;
}
