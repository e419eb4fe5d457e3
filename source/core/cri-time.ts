/**
 * Nanoseconds since the epoch, as digits or a number (crictl prints them so; CRI's int64), into milliseconds, cut off and
 * not rounded. 0 and Go's zero time, a negative number, mean "never" and give undefined.
 */
export function parseNanoseconds(value: unknown): number | undefined {
	if (typeof value === 'number') return value > 0 && Number.isFinite(value) ? Math.floor(value / 1e6) : undefined;
	if (typeof value !== 'string' || !/^\d{1,19}$/.test(value)) return undefined;
	// as a number it would lose its last digits, and could so move on by a millisecond
	const milliseconds = Number(BigInt(value) / 1_000_000n);
	return milliseconds > 0 ? milliseconds : undefined;
}
