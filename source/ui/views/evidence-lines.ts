import { escapeText } from '../../format/escape.ts';
import { pad, textWidth } from '../../format/width.ts';
import { formatSourceLabel } from '../columns/source-label.ts';
import { drawCommand, hangText } from './hanging-text.ts';
import type { Line } from './line.ts';

/** One value, its words escaped; with the command that prints it where that is wanted. */
type Shown = { what: string; value: string; source: string; command?: string };

/** Values below one another in columns where all of them fit so, else each as a sentence. `label` stands before the how-manieth. */
export function drawEvidence(evidence: readonly Shown[], label: (index: number) => string, columns: number): Line[] {
	const indent = textWidth(label(0));
	const width = (part: (one: Shown) => string) => Math.max(0, ...evidence.map((one) => textWidth(part(one))));
	const whatWidth = width(({ what }) => what);
	const valueWidth = width(({ value }) => value);
	const sourceWidth = width(sourceOf);
	const fits = indent + whatWidth + valueWidth + sourceWidth + 2 * gap.length < columns;
	return evidence.flatMap((one, index) => {
		const before = { text: label(index), tone: 'dim' } as const;
		const command = one.command === undefined ? [] : drawCommand(one.command, columns, indent + 2);
		const sentence = () => hangText([before], `${one.what}: ${one.value} (${sourceOf(one)})`, columns);
		if (!fits) return [...sentence(), ...command];
		const segments = [
			before,
			{ text: pad(one.what, whatWidth) + gap },
			{ text: pad(one.value, valueWidth) + gap, tone: 'strong' as const },
			{ text: sourceOf(one), tone: 'dim' as const },
		];
		return [{ segments }, ...command];
	});
}

const gap = '  ';

function sourceOf({ source }: Shown): string {
	return escapeText(formatSourceLabel(source));
}
