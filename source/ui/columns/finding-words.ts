import type { Finding, FindingSeverity } from '../../core/findings/finding.ts';
import { formatAge } from '../../format/age.ts';
import type { Tone } from './column.ts';
import { type Glyphs, glyphsOf } from './glyphs.ts';

/** How a severity is meant. Its sign and its word say it too. */
export function severityTone(severity: FindingSeverity): Tone {
	const tones = { critical: 'bad', warning: 'warn', info: 'dim' } as const;
	return tones[severity];
}

/** The sign for a severity. */
export function severitySign(severity: FindingSeverity, glyphs: Glyphs): string {
	const signs = { critical: glyphs.critical, warning: glyphs.warning, info: glyphs.info };
	return signs[severity];
}

/** `2m31s`: for how long it has been so; `≥2m31s` where that is only when pausetop first noticed. */
export function formatFindingAge(
	{ since, noticed }: Pick<Finding, 'since' | 'noticed'>,
	{ now, ascii }: { now: number; ascii: boolean },
): string {
	return (noticed ? glyphsOf({ ascii }).atLeast : '') + formatAge(Math.max(0, now - since));
}
