/** What decides which of two incarnations is the newer one. */
type Dated = { createdAt?: number; attempt?: number };

/**
 * Orders incarnations of one sandbox or container, newest first. The creation decides, by whole seconds because a listing
 * has no more; within a second the attempt; then the exact creation, then the order of the listing (Docker's is newest first).
 * The attempt alone would be wrong: it starts at 0 again after the dead one was removed (recording docker-rm).
 */
export function newestFirst<T extends Dated>(incarnations: readonly T[]): T[] {
	return [...incarnations].sort((a, b) => compareSeconds(a, b) || compareAttempts(a, b) || compareExactly(a, b));
}

function compareSeconds(a: Dated, b: Dated): number {
	if (a.createdAt === undefined || b.createdAt === undefined) return 0;
	return Math.floor(b.createdAt / 1000) - Math.floor(a.createdAt / 1000);
}

function compareAttempts(a: Dated, b: Dated): number {
	if (a.attempt === undefined || b.attempt === undefined) return 0;
	return b.attempt - a.attempt;
}

function compareExactly(a: Dated, b: Dated): number {
	if (a.createdAt === undefined || b.createdAt === undefined) return 0;
	return b.createdAt - a.createdAt;
}
