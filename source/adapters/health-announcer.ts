import type { SourceHealth } from '../core/health.ts';

/** Passes on only a health that differs from the last. */
export function createHealthAnnouncer(announce: (health: SourceHealth) => void): (health: SourceHealth) => void {
	let last: string | undefined;
	return (health) => {
		const text = JSON.stringify(health);
		if (text === last) return;
		last = text;
		announce(health);
	};
}
