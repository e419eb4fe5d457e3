/**
 * Parses Docker's RFC 3339 time with nanoseconds into milliseconds since the epoch, cut off, not rounded.
 * Go's zero time, 0001-01-01T00:00:00Z, means "never" and gives undefined, as does anything that is no time.
 */
export function parseDockerTime(text: unknown): number | undefined {
	if (typeof text !== 'string') return undefined;
	const milliseconds = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
	return milliseconds > 0 ? milliseconds : undefined;
}
