import { formatAge } from './age.ts';

/** The distance between two moments in milliseconds, signed: `+0.17 s`, `+1.9 s`, from a minute on `+61s`, `+2m5s`. */
export function formatDelta(delta: number): string {
	const sign = delta < 0 ? '-' : '+';
	const distance = Math.abs(delta);
	// The thresholds are those of rounding, so that 0.996 s does not become 1.00 s
	if (distance < 995) {
		const text = (distance / 1000).toFixed(2);
		return text === '0.00' ? '+0.00 s' : `${sign}${text} s`;
	}
	if (distance < 59_950) {
		return `${sign}${(distance / 1000).toFixed(1)} s`;
	}
	return `${sign}${formatAge(Math.round(distance / 1000) * 1000)}`;
}
