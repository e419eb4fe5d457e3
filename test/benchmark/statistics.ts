/** What several measurements of one thing say together; in the unit of the values. */
export type Summary = { median: number; low: number; high: number; count: number };

/** Median, and the range of the middle half: a single disturbed run moves none of them. Throws without values. */
export function summarize(values: readonly number[]): Summary {
	return {
		median: quantile(values, 0.5),
		low: quantile(values, 0.25),
		high: quantile(values, 0.75),
		count: values.length,
	};
}

/** The value below which this share of the values lies. Throws without values. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const place = (sorted.length - 1) * share;
	const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
	if (below === undefined || above === undefined) throw new Error('nothing was measured');
	return below + (above - below) * (place - Math.floor(place));
}
