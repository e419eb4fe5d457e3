/** Go's zero time, which some APIs send instead of leaving a time out. */
const goZeroTime = Date.parse('0001-01-01T00:00:00Z');

/** An RFC 3339 time of the API as milliseconds since the epoch; `undefined` when absent, zero or not a time. */
export function parseKubeTime(text: string | null | undefined): number | undefined {
	if (!text) {
		return undefined;
	}
	const time = Date.parse(text);
	return Number.isNaN(time) || time === goZeroTime ? undefined : time;
}
