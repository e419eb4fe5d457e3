import type { FindingText, FindingTime } from '../../core/findings/finding-text.ts';
import { formatAge } from '../../format/age.ts';
import { formatClock } from '../../format/clock.ts';
import { formatDuration } from '../../format/duration.ts';

/** How times in a finding's text are written: `now` in milliseconds since the epoch. */
export type FindingTextOptions = { now: number; utc?: boolean };

/** A finding's text in words, with its times as they are now. Unescaped. */
export function formatFindingText(text: FindingText, options: FindingTextOptions): string {
	return text.map((part) => (typeof part === 'string' ? part : formatFindingTime(part, options))).join('');
}

function formatFindingTime(time: FindingTime, { now, utc }: FindingTextOptions): string {
	if ('since' in time) return formatAge(Math.max(0, now - time.since));
	if ('until' in time) return formatAge(Math.max(0, time.until - now));
	if ('clock' in time) return formatClock(time.clock, { utc });
	return formatDuration(time.duration);
}
