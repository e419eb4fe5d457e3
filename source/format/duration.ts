const units: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
};

/** What parseDuration takes, for messages about text that it does not take. */
export const durationSyntax = 'a number with a unit (ms, s, m, h, d, w), such as 10s, 5m or 1h30m';

/** `10s`, `5m`, `1h30m`, `1.5h`, `0` as milliseconds; `undefined` for anything else (see durationSyntax). */
export function parseDuration(text: string): number | undefined {
	const trimmed = text.trim();
	if (trimmed === '0') {
		return 0;
	}
	if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(trimmed)) {
		return undefined;
	}
	let total = 0;
	for (const [, count, unit] of trimmed.matchAll(/([\d.]+)([a-z]+)/g)) {
		total += Number(count) * (units[unit ?? ''] ?? Number.NaN);
	}
	return Number.isFinite(total) ? Math.round(total) : undefined;
}
