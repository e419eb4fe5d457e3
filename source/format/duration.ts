import { formatAge, noteUnit } from './age.ts';

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

/**
 * How long something took, in milliseconds, as precisely as is of use: `412ms`, `4.1s`, `59.9s`, `2m31s`, from ten minutes on as
 * kubectl prints ages (`27m`, `3h5m`). Never more than six columns within two years. Less than nothing is `0ms`.
 */
export function formatDuration(milliseconds: number): string {
	const whole = Math.max(0, Math.round(milliseconds));
	if (whole < 1000) return `${whole}ms`;
	const tenths = Math.round(whole / 100);
	if (tenths < 600) return `${Math.trunc(tenths / 10)}.${tenths % 10}s`;
	return formatMinutes(Math.round(whole / 1000));
}

/** How long after the beginning something was, in milliseconds: `+0.13s`, `+41.30s`, from a minute on `+2m31s`. Two decimals show the order. */
export function formatOffset(milliseconds: number): string {
	const hundredths = Math.max(0, Math.round(milliseconds / 10));
	if (hundredths >= 6000) return `+${formatMinutes(Math.round(hundredths / 100))}`;
	return `+${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}s`;
}

/** A duration of something that goes on, in whole seconds so that it does not flicker: `3s`, `2m31s`. */
export function formatElapsed(milliseconds: number): string {
	noteUnit(milliseconds, 1000);
	const seconds = Math.trunc(Math.max(0, milliseconds) / 1000);
	return seconds < 60 ? `${seconds}s` : formatMinutes(seconds);
}

function formatMinutes(seconds: number): string {
	if (seconds >= 600) return formatAge(seconds * 1000);
	const rest = seconds % 60;
	return `${Math.trunc(seconds / 60)}m${rest === 0 ? '' : `${rest}s`}`;
}
