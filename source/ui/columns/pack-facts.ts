import { textWidth } from '../../format/width.ts';

/** Facts one after another, as many to a line as fit into `width`; one that is longer is broken between its words, or cut. */
export function packFacts(facts: readonly string[], width: number, gap = '  '): string[] {
	const lines: string[] = [];
	for (const fact of facts) {
		const joined = `${lines.at(-1)}${gap}${fact}`;
		if (lines.length > 0 && textWidth(joined) <= width) lines[lines.length - 1] = joined;
		else lines.push(...(textWidth(fact) <= width ? [fact] : breakFact(fact, width)));
	}
	return lines;
}

function breakFact(fact: string, width: number): string[] {
	const words = fact.split(' ');
	// one word at least a line, so that this ends
	return words.length === 1 ? words : packFacts(words, width, ' ');
}
