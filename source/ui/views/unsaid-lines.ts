import type { CannotTell, NodeFindings } from '../../core/findings/finding.ts';
import { formatAge } from '../../format/age.ts';
import { escapeText } from '../../format/escape.ts';
import { formatFindingText } from '../columns/finding-text.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import type { FindingStyle } from './finding-lines.ts';
import { hangText } from './hanging-text.ts';
import type { Line } from './line.ts';

/** What is no finding yet, and when it will be one: `looks wrong for 20s; said at 60s: …`. */
export function drawSuspected(
	{ since, confirmedAt, summary, uncheckedSince }: NodeFindings['suspected'][number],
	style: FindingStyle,
): Line[] {
	const seen = formatAge(Math.max(0, (uncheckedSince ?? style.now) - since));
	const end = uncheckedSince === undefined ? `said at ${formatAge(confirmedAt - since)}` : 'not checked now';
	const times = `${uncheckedSince === undefined ? 'looks' : 'looked'} wrong for ${seen}; ${end}`;
	const text = `${times}: ${escapeText(formatFindingText(summary, style))}`;
	return hangText([{ text: '   ' }], text, style.columns, 'dim');
}

/** Which rules cannot be checked, those with the same reason together. */
export function drawCannotTell(cannotTell: readonly CannotTell[], style: FindingStyle): Line[] {
	const { arrow } = glyphsOf(style);
	const reasons = Map.groupBy(cannotTell, ({ reason, remedy }) => {
		return escapeText(reason) + (remedy === undefined ? '' : `  ${arrow} ${escapeText(remedy)}`);
	});
	return [...reasons].flatMap(([reason, rules]) => {
		const text = `cannot tell ${rules.map(({ rule }) => rule).join(', ')}: ${reason}`;
		return hangText([{ text: '   ' }], text, style.columns, 'dim');
	});
}
